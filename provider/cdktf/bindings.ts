/** `daypass/cdktf`: the provider for CDKTF. The generated classes, and what CDKTF has no words for. */
export * from './generated/index'
export { Credentials } from './credentials'
