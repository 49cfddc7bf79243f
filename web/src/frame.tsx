import { App, Button, Tag, Watermark } from 'antd';
import { useTranslation } from 'react-i18next';
import { Navigate, NavLink, Outlet, useLocation } from 'react-router-dom';
import type { Session } from './api-types';
import type zh from './locales/zh.json';
import mark from './mark.svg';
import { Loading } from './parts/loading';
import { Preferences } from './parts/preferences';
import { ProblemNotice, problemOfError } from './parts/problem-notice';
import { ShortcutsButton } from './parts/shortcuts';
import { may, SessionProvider, useCurrentSession, useSignOut } from './session';

interface Entry {
  readonly to: string;
  readonly name: keyof typeof zh.nav;
  /** What members of organizations call it. */
  readonly nameForMembers?: keyof typeof zh.nav;
  readonly isFor: (session: Session) => boolean;
}

/** The navigation; each entry for those who find something behind it. */
const ENTRIES: readonly Entry[] = [
  { to: '/console/workspace', name: 'workspace', isFor: () => true },
  { to: '/console/todo', name: 'todo', isFor: () => true },
  { to: '/console/done', name: 'done', isFor: may.decide },
  { to: '/console/done', name: 'myApplications', isFor: may.followRequests },
  { to: '/console/delegations', name: 'delegations', isFor: may.decide },
  {
    to: '/console/organizations',
    name: 'organizations',
    nameForMembers: 'myOrganization',
    isFor: may.readOrganizations,
  },
  { to: '/console/legal-teams', name: 'legalTeams', isFor: may.readBooks },
  { to: '/console/honours', name: 'honours', isFor: may.readOrganizations },
  { to: '/console/cases', name: 'cases', isFor: may.readOrganizations },
  { to: '/console/advances', name: 'advances', isFor: may.readOrganizations },
  { to: '/console/awards', name: 'awards', isFor: may.readOrganizations },
  { to: '/console/payment-orders', name: 'payments', isFor: may.readBooks },
  { to: '/console/receipts', name: 'receipts', isFor: may.readBooks },
  { to: '/console/bank', name: 'bank', isFor: may.readBooks },
  { to: '/console/ageing', name: 'ageing', isFor: may.readBooks },
  { to: '/console/write-offs', name: 'writeOffs', isFor: may.readBooks },
  { to: '/console/publication', name: 'publication', isFor: may.readBooks },
  { to: '/console/clearing', name: 'clearing', isFor: may.readBooks },
  { to: '/console/damage-fund', name: 'damageFund', isFor: may.readBooks },
  { to: '/console/meetings', name: 'meetings', isFor: may.readBooks },
  { to: '/console/ledger', name: 'ledger', isFor: may.readBooks },
  { to: '/console/budget', name: 'budget', isFor: may.readBooks },
  { to: '/console/audit', name: 'audit', isFor: may.readTrail },
  { to: '/console/seals', name: 'seals', isFor: may.readTrail },
  { to: '/console/policies', name: 'policies', isFor: may.decide },
  { to: '/console/calendar', name: 'calendar', isFor: may.decide },
  { to: '/console/queue', name: 'queue', isFor: may.runQueue },
  { to: '/console/notices', name: 'notices', isFor: () => true },
  { to: '/console/people', name: 'people', isFor: may.administer },
  { to: '/console/api-keys', name: 'apiKeys', isFor: may.makeKeys },
  { to: '/console/account', name: 'account', isFor: () => true },
];

/** The frame of every page for people who are signed in. */
export function Frame() {
  const session = useCurrentSession();
  const { pathname, search } = useLocation();
  if (session.isPending) return <Loading />;
  if (session.isError) return <ProblemNotice problem={problemOfError(session.error)} />;
  if (session.data === null || session.data.awaitsSecondFactor) {
    const next = encodeURIComponent(pathname + search);
    return <Navigate to={`/sign-in?next=${next}`} replace />;
  }
  const page = <SignedIn session={session.data} />;
  return (
    <SessionProvider value={session.data}>
      {session.data.sandbox ? <Marked>{page}</Marked> : page}
    </SessionProvider>
  );
}

/** What the invented people of the sandbox see says so all over. */
function Marked({ children }: { readonly children: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <Watermark
      content={t('sandbox.mark')}
      gap={[180, 140]}
      font={{ color: 'rgba(128,128,128,.10)' }}
    >
      {children}
    </Watermark>
  );
}

function SignedIn({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  return (
    <div className="frame">
      <a className="skip" href="#content">
        {t('nav.skip')}
      </a>
      <TopBar session={session} />
      <nav className="side" aria-label={t('nav.label')}>
        {ENTRIES.filter(({ isFor }) => isFor(session)).map(
          ({ to, name, nameForMembers = name }) => (
            <NavLink key={to} to={to}>
              {t(`nav.${session.creditCode === null ? name : nameForMembers}`)}
            </NavLink>
          ),
        )}
      </nav>
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}

function TopBar({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const signOut = useSignOut();
  const leave = (): void => {
    signOut().catch((error: unknown) => void message.error(problemOfError(error).title));
  };
  return (
    <header className="bar">
      <img src={mark} alt="" width={28} height={28} />
      <div className="bar-name">
        <strong>{t('productShort')}</strong>
        <span>{session.bureau?.name ?? session.creditCode}</span>
      </div>
      {session.sandbox && <Tag color="gold">{t('sandbox.mark')}</Tag>}
      <div className="bar-person">
        <span>{session.person.name}</span>
        {session.roles.map((role) => (
          <Tag key={role}>{t(`role.${role}`)}</Tag>
        ))}
      </div>
      <ShortcutsButton />
      <Preferences />
      <Button size="small" onClick={leave}>
        {t('signIn.signOut')}
      </Button>
    </header>
  );
}
