/** How late something is: usually not at all, sometimes some seconds, now and then very. */
export interface Lag {
  /** Of a hundred so many lag at all. */
  readonly percent: number
  /** Those that lag do so by this at the least, and usually by this at the most. */
  readonly secondsMin: number
  readonly secondsMax: number
  /** Of a hundred that lag so many are in the tail, between `secondsMax` and this. */
  readonly tailPercent: number
  readonly tailSecondsMax: number
}

/** What goes wrong, and how often. Every figure is drawn from the seed. */
export interface MisbehaviourPlan {
  readonly seed: number
  /**
   * For how long IAM answers as if a change had not happened: `NoSuchEntity` for what was made, `DeleteConflict`
   * and `EntityAlreadyExists` for what was deleted, lists without the one or with the other. Drawn for each change
   * of each part of an entity, each caller and each of IAM's three hosts, of which a request meets any.
   */
  readonly answers: Lag
  /** How long a change needs to take hold: until a key or a policy is honoured, or honoured no more. */
  readonly effects: Lag
  /** How long a request is on its way. It lands even if whoever sent it has given up or died. */
  readonly requests: Lag
  /** Of a hundred changes of an entity that was changed less than two seconds ago so many are refused. */
  readonly concurrentModificationPercent: number
  /** Of a hundred requests so many are refused for their number. */
  readonly throttlePercent: number
  /** Of a hundred requests so many take effect and are not answered. */
  readonly lostReplyPercent: number
  readonly store: StorePlan
}

/** What S3 does that it should not. AWS keeps most of these promises; look-alikes and people do not. */
export interface StorePlan {
  /** Of a hundred writes with `If-None-Match` to a key that is less than two seconds old so many win too. */
  readonly twoWinnersPercent: number
  /** Of a hundred first writes of a key so many are not answered. */
  readonly lostFirstReplyPercent: number
  /** For how long a listing leaves out a new key and shows a deleted one. Drawn for each listing. */
  readonly lists: Lag
  /** Of a hundred requests so many find that some object of the bucket, older than a minute, has vanished. */
  readonly vanishPercent: number
  /** `DeleteObjects` answers 501. */
  readonly refusesMultiDelete: boolean
}

const NO_LAG: Lag = {
  percent: 0,
  secondsMin: 0,
  secondsMax: 0,
  tailPercent: 0,
  tailSecondsMax: 0,
}

/** A store that keeps its promises. */
const GOOD_STORE: StorePlan = {
  twoWinnersPercent: 0,
  lostFirstReplyPercent: 0,
  lists: NO_LAG,
  vanishPercent: 0,
  refusesMultiDelete: false,
}

/** Nothing goes wrong. */
const GOOD: MisbehaviourPlan = {
  seed: 0,
  answers: NO_LAG,
  effects: NO_LAG,
  requests: NO_LAG,
  concurrentModificationPercent: 0,
  throttlePercent: 0,
  lostReplyPercent: 0,
  store: GOOD_STORE,
}

const AWS: MisbehaviourPlan = {
  ...GOOD,
  answers: { percent: 30, secondsMin: 0, secondsMax: 8, tailPercent: 3, tailSecondsMax: 240 },
  effects: { percent: 100, secondsMin: 0, secondsMax: 8, tailPercent: 3, tailSecondsMax: 290 },
  requests: { percent: 2, secondsMin: 0, secondsMax: 2, tailPercent: 20, tailSecondsMax: 30 },
  concurrentModificationPercent: 5,
  throttlePercent: 2,
  lostReplyPercent: 2,
}

const STORE: MisbehaviourPlan = {
  ...GOOD,
  store: {
    twoWinnersPercent: 20,
    lostFirstReplyPercent: 10,
    lists: { percent: 30, secondsMin: 0, secondsMax: 5, tailPercent: 5, tailSecondsMax: 60 },
    vanishPercent: 0.5,
    refusesMultiDelete: true,
  },
}

/**
 * Plans by name: `aws` is how AWS behaves on a bad day, `store` is a store that breaks its promises, `all` is
 * both, and `none` is where a plan of one's own begins.
 */
export const PROFILES: Readonly<Record<string, MisbehaviourPlan>> = {
  none: GOOD,
  aws: AWS,
  store: STORE,
  all: { ...AWS, store: STORE.store },
}
