/** MessagePack as Terraform speaks it: every extension is an unknown, whole numbers have 64 bits. */
import { Decoder, Encoder, ExtData } from '@msgpack/msgpack'
import type { ExtensionCodecType } from '@msgpack/msgpack'
import { isUnknown, refinedUnknown, unknown } from './value.ts'

const PLAIN = 0
const REFINED = 12

const unknowns: ExtensionCodecType<undefined> = {
  tryToEncode: (object) => {
    if (!isUnknown(object)) return null
    const { refinement } = object
    return refinement === undefined
      ? new ExtData(PLAIN, new Uint8Array(1))
      : new ExtData(REFINED, refinement)
  },
  // A copy: the bytes are a window into the message.
  decode: (data, code) => (code === REFINED ? refinedUnknown(data.slice()) : unknown),
}

/** Writes what is made of arrays, records, texts, numbers, bytes and unknowns. */
export function toMsgpack(raw: unknown): Uint8Array {
  return new Encoder({ extensionCodec: unknowns, useBigInt64: true }).encode(raw)
}

/** Reads one value; throws where the bytes are none. */
export function fromMsgpack(bytes: Uint8Array): unknown {
  return new Decoder({ extensionCodec: unknowns, useBigInt64: true }).decode(bytes)
}
