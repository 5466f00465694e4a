import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)

// core/role/role-document.ts
function roleDocument(role) {
  const { name, credential_type, expires_at, ...rest } = role;
  return {
    name,
    credential_type,
    ...expires_at === void 0 ? {} : { expires_at: expires_at.toISOString() },
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => !isEmpty(value))),
    ..."policy_document" in rest ? { policy_document: JSON.parse(rest.policy_document) } : {}
  };
}
function isEmpty(value) {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

export {
  roleDocument
};
