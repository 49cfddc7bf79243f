import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { call, currentSession } from './api';
import type { PersonItem, Role, Session } from './api-types';
import { drafts } from './requests/draft';

/** Asks who is signed in: null for nobody. */
export const useCurrentSession = () =>
  useQuery({ queryKey: ['session'], queryFn: currentSession, staleTime: Infinity, retry: false });

const Signed = createContext<Session | undefined>(undefined);
export const SessionProvider = Signed.Provider;

/** Who works here, below the frame of the console. */
export function useSession(): Session {
  const session = useContext(Signed);
  if (session === undefined) throw new Error('a page outside the frame asks who works here');
  return session;
}

const ADMINISTRATORS = ['system_administrator', 'security_administrator', 'audit_administrator'];
const READERS_OF_BOOKS = ['finance_officer', 'reviewer', 'approver', 'cashier', 'auditor'];
const READERS_OF_THE_TRAIL = ['auditor', 'audit_administrator'];

const isOneOf =
  (names: readonly string[]) =>
  ({ roles }: Pick<Session, 'roles'>): boolean =>
    roles.some((role: Role) => names.includes(role));

const isOfTheBureau = ({ roles }: Pick<Session, 'roles'>): boolean =>
  roles.some((role) => role !== 'organization_member');

/** Who finds what in the console; the service decides for itself what it answers. */
export const may = {
  readBooks: isOneOf(READERS_OF_BOOKS),
  administer: isOneOf(ADMINISTRATORS),
  enterPeople: isOneOf(['system_administrator']),
  disableAccounts: isOneOf(['system_administrator', 'security_administrator']),
  /** Not for oneself; the security administrator for a system administrator. */
  askForReset: (session: Session, { id, roles }: PersonItem): boolean =>
    id !== session.person.id &&
    (isOneOf(['system_administrator'])(session) ||
      (isOneOf(['security_administrator'])(session) &&
        roles.some(({ role }) => role === 'system_administrator'))),
  askForRoles: isOneOf(['system_administrator']),
  revokeRoles: isOneOf(['security_administrator']),
  enterVouchers: isOneOf(['finance_officer']),
  askForPolicies: isOneOf(['finance_officer']),
  askForBudgets: isOneOf(['finance_officer']),
  askForCalendars: isOneOf(['finance_officer']),
  askForMonths: isOneOf(['finance_officer']),
  holdMonths: isOneOf(['finance_officer']),
  closeMonths: isOneOf(['approver']),
  proposeHonours: isOneOf(['finance_officer']),
  askForLegalServices: isOneOf(['finance_officer']),
  evaluateEngagements: isOneOf(['reviewer']),
  recordTraining: isOneOf(['finance_officer', 'reviewer']),
  enterMeetings: isOneOf(['finance_officer']),
  concludeMeetings: isOneOf(['approver']),
  followUpMeetings: isOneOf(['finance_officer', 'approver']),
  runQueue: isOneOf(['system_administrator']),
  lookAfterNotices: isOneOf(['system_administrator']),
  readTrail: isOneOf(READERS_OF_THE_TRAIL),
  readOrganizations: isOneOf([...READERS_OF_BOOKS, 'organization_member']),
  registerOrganizations: isOneOf(['finance_officer', 'organization_member']),
  openCases: isOneOf(['finance_officer']),
  recordReceipts: isOneOf(['finance_officer']),
  keepCases: isOneOf(['finance_officer']),
  askForAdvances: isOneOf(['finance_officer', 'organization_member']),
  orderPayments: isOneOf(['finance_officer']),
  recordPayments: isOneOf(['cashier']),
  /** With the whole account numbers. */
  printPayments: isOneOf(['finance_officer', 'cashier']),
  submitReceipts: isOneOf(['finance_officer', 'organization_member']),
  demandSurplus: isOneOf(['finance_officer']),
  reconcileBank: isOneOf(['finance_officer']),
  confirmReconciliations: isOneOf(['finance_officer', 'reviewer', 'approver']),
  keepAwards: isOneOf(['finance_officer']),
  decideObjections: isOneOf(['reviewer', 'approver']),
  payAwards: isOneOf(['finance_officer', 'cashier']),
  reportUses: isOneOf(['finance_officer', 'organization_member']),
  changeStanding: isOneOf(['finance_officer']),
  reviewOrganizations: isOneOf(['reviewer']),
  followRequests: isOneOf(['organization_member']),
  decide: isOfTheBureau,
  makeKeys: isOfTheBureau,
} as const;

/** Leaves nothing behind that was read or typed, and shows the page for signing in. */
export function leaveNothing(client: QueryClient): void {
  drafts.dropAll();
  client.setQueryData(['session'], null);
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
  client.getMutationCache().clear();
}

/** Signs out, here and in the service; here also where the service cannot be reached. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    try {
      await call({ path: '/api/v1/sessions/current', method: 'DELETE' });
    } finally {
      leaveNothing(client);
    }
  };
}
