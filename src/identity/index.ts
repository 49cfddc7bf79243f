export {
  Account,
  ACCOUNT_STATES,
  AccountReset,
  ApiKey,
  Invitation,
  SignInFailure,
} from './account.entity';
export { makeApiKey, type Scope, SCOPES } from './api-keys';
export { Bureau, BureauBook, BureauReading } from './bureau.entity';
export { bookOf, booksOf, ownBookOf } from './book-of-caller';
export { type Caller, doneBy } from './caller';
export { approveReset, findAccount, resetAccount } from './account-reset';
export { asCaller } from './as-caller';
export { asService } from './as-service';
export {
  actorFacts,
  type Actor,
  disableAccount,
  enableAccount,
  enterPerson,
  grantRole,
  invite,
  revokeRole,
} from './people';
export { login, personName, setUpMembers } from './schemas';
export { type PersonName, requireAnotherPerson } from './person';
export { administeredBy, Person } from './person.entity';
export { personContent } from './recorded-content';
export { recordRefusal } from './refusal-trail';
export { RoleGrant } from './role-grant.entity';
export {
  ADMINISTRATORS,
  keepsApart,
  READERS_OF_BOOKS,
  type Role,
  ROLE_NAMES,
  ROLES,
  STAFF_ROLES,
} from './roles';
export { closeSandbox, enterSandboxPeople } from './sandbox';
export { newToken, Secrets } from './secrets';
export { Session, UsedRefreshToken } from './session.entity';
export { prepareSetUp, setUp, useSetUpLink } from './set-up';
