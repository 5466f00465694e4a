import { AwsError, noSuchEntity, validationError } from '../aws-error.ts'
import { TEXT_RULES } from '../wire/input.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import { awsArn } from '../world/arn.ts'
import type { OidcProvider } from '../world/entities.ts'
import type { IamActions, IamCall } from './iam-call.ts'
import { tagFields, taggingActions } from './tagging.ts'

/** OpenID Connect providers. AWS takes `https://` URLs only; here `http://` on the loopback serves as well. */
export const oidcProviderActions: IamActions = {
  CreateOpenIDConnectProvider: { resource: newArn, run: createProvider },
  GetOpenIDConnectProvider: {
    resource: providerArn,
    run: (call) => {
      const provider = existing(call)
      return {
        Url: provider.url,
        ClientIDList: provider.clientIds,
        ThumbprintList: provider.thumbprints,
        CreateDate: provider.createdAt,
        Tags: tagFields(provider.tags),
      }
    },
  },
  DeleteOpenIDConnectProvider: {
    resource: providerArn,
    run: (call) => {
      call.account.oidcProviders.delete(existing(call).arn)
      return undefined
    },
  },
  ListOpenIDConnectProviders: {
    resource: (call) => awsArn(call.world, 'iam', call.account.id, 'oidc-provider/*'),
    run: (call) => ({
      OpenIDConnectProviderList: call.account.oidcProviders
        .values()
        .map(({ arn }) => ({ Arn: arn })),
    }),
  },
  AddClientIDToOpenIDConnectProvider: {
    resource: providerArn,
    run: (call) => {
      const id = call.input.text('ClientID')
      const { clientIds } = existing(call)
      return change(call, { clientIds: [...new Set([...clientIds, id])] })
    },
  },
  RemoveClientIDFromOpenIDConnectProvider: {
    resource: providerArn,
    run: (call) => {
      const id = call.input.text('ClientID')
      return change(call, { clientIds: existing(call).clientIds.filter((one) => one !== id) })
    },
  },
  UpdateOpenIDConnectProviderThumbprint: {
    resource: providerArn,
    run: (call) => change(call, { thumbprints: call.input.list('ThumbprintList') }),
  },
  ...taggingActions({
    noun: 'OpenIDConnectProvider',
    resource: providerArn,
    read: (call) => existing(call).tags,
    write: (call, tags) => {
      change(call, { tags })
    },
  }),
}

function createProvider(call: IamCall): XmlFields {
  const url = readUrl(call)
  const arn = newArn(call)
  if (call.account.oidcProviders.get(arn) !== undefined) {
    throw new AwsError(409, 'EntityAlreadyExists', `Provider with url ${url} already exists.`)
  }
  const provider: OidcProvider = {
    arn,
    url,
    clientIds: call.input.list('ClientIDList'),
    thumbprints: call.input.list('ThumbprintList'),
    tags: call.input.tags(),
    createdAt: call.now,
  }
  call.account.oidcProviders.set(arn, provider)
  return { OpenIDConnectProviderArn: arn, Tags: tagFields(provider.tags) }
}

function readUrl(call: IamCall): string {
  const text = call.input.text('Url', { pattern: /^/u, min: 1, max: 255 })
  const loopback = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?=[:/]|$)/u.test(text)
  if (text.startsWith('https://') || loopback) {
    return text.replace(/^https?:\/\//u, '').replace(/\/$/u, '')
  }
  throw validationError('Invalid Open ID Connect Provider URL')
}

function newArn(call: IamCall): string {
  return awsArn(call.world, 'iam', call.account.id, `oidc-provider/${readUrl(call)}`)
}

function providerArn(call: IamCall): string {
  return call.input.text('OpenIDConnectProviderArn', TEXT_RULES.arn)
}

function existing(call: IamCall): OidcProvider {
  const arn = providerArn(call)
  const provider = call.account.oidcProviders.get(arn)
  if (provider !== undefined) return provider
  throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`)
}

function change(call: IamCall, fields: Partial<OidcProvider>): XmlFields | undefined {
  const provider = { ...existing(call), ...fields }
  call.account.oidcProviders.set(provider.arn, provider)
  return undefined
}
