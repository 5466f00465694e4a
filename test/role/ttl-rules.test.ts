import { ASSUMED, FEDERATED, type Rule, SESSION, testRules, USER } from './rule-cases.ts'

const LIFETIMES: readonly Rule[] = [
  [ASSUMED, 'default_sts_ttl: 30s', []],
  [ASSUMED, 'max_sts_ttl: 12h', []],
  [
    ASSUMED,
    'default_sts_ttl: 29s',
    ['3:18 default_sts_ttl is 29s, less than 30s, the shortest lease of daypass: raise it'],
  ],
  [
    ASSUMED,
    'max_sts_ttl: 0',
    ['3:14 max_sts_ttl is 0s, less than 30s, the shortest lease of daypass: raise it'],
  ],
  [
    ASSUMED,
    'max_sts_ttl: 12h1s',
    ["3:14 max_sts_ttl is 12h1s, more than 12h, AWS's longest session of a role: lower it"],
  ],
  [
    ASSUMED,
    'default_sts_ttl: 13h',
    ["3:18 default_sts_ttl is 13h, more than 12h, AWS's longest session of a role: lower it"],
  ],
  [
    ASSUMED,
    'default_sts_ttl: 30m\nmax_sts_ttl: 15m',
    ['3:18 default_sts_ttl is 30m, more than max_sts_ttl 15m: lower it or raise max_sts_ttl'],
  ],
  [FEDERATED, 'max_sts_ttl: 36h', []],
  [
    FEDERATED,
    'max_sts_ttl: 37h',
    ["3:14 max_sts_ttl is 37h, more than 36h, AWS's longest federation token: lower it"],
  ],
  [
    FEDERATED,
    'default_sts_ttl: 10s',
    ['3:18 default_sts_ttl is 10s, less than 30s, the shortest lease of daypass: raise it'],
  ],
  [SESSION, 'default_sts_ttl: 15m', []],
  [
    SESSION,
    'default_sts_ttl: 14m59s',
    [
      "2:18 default_sts_ttl is 14m59s, less than 15m, AWS's shortest session (this type takes no policy that could end it earlier): raise it",
    ],
  ],
  [
    SESSION,
    'max_sts_ttl: 2d',
    ["2:14 max_sts_ttl is 48h, more than 36h, AWS's longest session token: lower it"],
  ],
  [USER, 'default_ttl: 30s', []],
  [USER, 'default_ttl: 2d', []],
  [
    USER,
    'max_ttl: 5s',
    ['3:10 max_ttl is 5s, less than 30s, the shortest lease of daypass: raise it'],
  ],
  [
    USER,
    'max_ttl: 366d',
    ['3:10 max_ttl is 8784h, more than 8760h, the longest lease of daypass: lower it'],
  ],
  [
    USER,
    'default_ttl: 2h\nmax_ttl: 1h',
    ['3:14 default_ttl is 2h, more than max_ttl 1h: lower it or raise max_ttl'],
  ],
]

testRules(LIFETIMES)
