import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { call } from '../api';
import type { AdvanceItem, BankAccount, Organization } from '../api-types';
import { AdvanceStateTag } from './advance-parts';
import { Money } from './money';
import { ProblemNotice, problemOfError } from './problem-notice';

/** How many of each are on the page of an organization; the rest is in the list of all. */
const MOST = 20;

interface Props {
  readonly of: Organization;
}

/** What a list says of the organization, which it finds by its name. */
function useOwn<Row>(of: Organization, path: string, isOwn: (row: Row) => boolean) {
  const asked = new URLSearchParams({ book: of.book, q: of.name, limit: '200' });
  const address = `${path}?${asked.toString()}`;
  const { data, error } = useQuery({
    queryKey: ['list', path, address],
    queryFn: () => call<{ items: readonly Row[] }>({ path: address }),
  });
  return { rows: data?.items.filter(isOwn), error };
}

/** The bank accounts that the organization has or had; no number but its last four digits. */
export function AccountsOfOrganization({ of }: Props) {
  const { t } = useTranslation();
  const { rows, error } = useOwn<BankAccount>(
    of,
    '/api/v1/bank-accounts',
    ({ holderKind, creditCode }) => holderKind === 'organization' && creditCode === of.uscc,
  );
  return (
    <section className="panel" aria-label={t('organization.accounts')}>
      <h2>{t('organization.accounts')}</h2>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {rows?.length === 0 && <p>{t('organization.noAccounts')}</p>}
      <ul>
        {rows?.slice(0, MOST).map(({ id, holderName, bankName, masked, approved, current }) => (
          <li key={id}>
            {holderName} {bankName} {masked}{' '}
            <StateOfAccount approved={approved} current={current} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Colour is never the only sign. */
function StateOfAccount({ approved, current }: Pick<BankAccount, 'approved' | 'current'>) {
  const { t } = useTranslation();
  if (!approved) return <Tag color="orange">◷ {t('organization.accountOf.unapproved')}</Tag>;
  if (current) return <Tag color="green">✓ {t('organization.accountOf.current')}</Tag>;
  return <Tag>○ {t('organization.accountOf.former')}</Tag>;
}

/** What the organization asked for, and where each advance stands. */
export function AdvancesOfOrganization({ of }: Props) {
  const { t } = useTranslation();
  const { rows, error } = useOwn<AdvanceItem>(
    of,
    '/api/v1/advances',
    ({ organization }) => organization === of.name,
  );
  return (
    <section className="panel" aria-label={t('nav.advances')}>
      <h2>{t('nav.advances')}</h2>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {rows?.length === 0 && <p>{t('organization.noAdvances')}</p>}
      <ul>
        {rows?.slice(0, MOST).map((item) => (
          <li key={item.id}>
            <Link to={`/console/advances/${item.id}`}>{item.number ?? item.appliedOn}</Link>{' '}
            {item.case} <Money amount={item.total} /> <AdvanceStateTag state={item.state} />
          </li>
        ))}
      </ul>
      {rows !== undefined && rows.length > MOST && (
        <Link to={`/console/advances?${new URLSearchParams({ q: of.name }).toString()}`}>
          {t('organization.allAdvances')}
        </Link>
      )}
    </section>
  );
}
