export * from './generated/index'
export * as ephemeralDaypassCredentials from './ephemeral-daypass-credentials'
