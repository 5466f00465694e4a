/**
 * Whether tests that try very many cases try them all: `DAYPASS_THOROUGH=1`, as in `.ci/run --thorough` every night.
 * Otherwise they take a part of the cases, and say so in their titles.
 */
export const THOROUGH = process.env['DAYPASS_THOROUGH'] === '1'
