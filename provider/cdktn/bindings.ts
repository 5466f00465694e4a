/** `daypass/cdktn`: the provider for CDK Terrain. */
export * from './generated/index'
export { Credentials } from './credentials'
