import { useQuery } from '@tanstack/react-query';
import { Alert, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { BankProfileItem } from '../api-types';
import type { BankProfile } from '../bank-types';
import { i18n } from '../i18n';
import { AccountFilters, BANK } from '../parts/bank-parts';
import { Filters } from '../parts/filters';
import { Loading } from '../parts/loading';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { ProfileWizard } from '../parts/profile-wizard';
import { TableScroll } from '../parts/table-scroll';
import { useUrlParameters } from '../parts/url-parameters';
import { may, useSession } from '../session';

type Item = BankProfileItem & { readonly profile: BankProfile };

/** How the statements of the bureau's banks are read: what there is, and a new version beside a sample. */
export function BankProfilesPage() {
  const { t } = useTranslation();
  const { get } = useUrlParameters();
  const book = get('book');
  return (
    <PageShell title={t('bank.profilesTitle')} above={[{ to: BANK, name: t('nav.bank') }]}>
      <Filters>
        <AccountFilters />
      </Filters>
      {book === undefined ? (
        <Alert type="info" showIcon title={t('bank.chooseBook')} />
      ) : (
        <Profiles key={book} book={book} />
      )}
    </PageShell>
  );
}

function Profiles({ book }: { readonly book: string }) {
  const { t } = useTranslation();
  const session = useSession();
  const { data, error } = useQuery({
    queryKey: ['list', 'bank-profiles', book],
    queryFn: () => call<{ items: readonly Item[] }>({ path: `/api/v1/bank-profiles?book=${book}` }),
  });
  if (error !== null) return <ProblemNotice problem={problemOfError(error)} />;
  if (data === undefined) return <Loading />;
  const language = i18n.language === 'zh' ? 'zh' : 'en';
  return (
    <>
      <section className="panel" aria-label={t('bank.profiles')}>
        <h2>{t('bank.profiles')}</h2>
        <TableScroll label={t('bank.profiles')}>
          <Table<Item>
            size="small"
            pagination={false}
            rowKey={({ name }) => name}
            dataSource={[...data.items]}
            columns={[
              { key: 'name', title: t('bank.profileName'), render: (_, { name }) => name },
              { key: 'title', title: t('bank.bank'), render: (_, { title }) => title?.[language] },
              {
                key: 'kind',
                title: t('bank.fileKind'),
                render: (_, { profile }) => profile.kind.toUpperCase(),
              },
              {
                key: 'version',
                title: t('bank.version'),
                render: (_, { version }) => (version === 0 ? t('bank.shipped') : version),
              },
            ]}
          />
        </TableScroll>
      </section>
      {may.reconcileBank(session) && <ProfileWizard book={book} profiles={data.items} />}
    </>
  );
}
