import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import type { ApprovalItem, ApprovalState } from '../api-types';
import { approvalAddress, approvalColumns } from '../parts/approval-columns';
import { DataTable } from '../parts/data-table';
import { ChoiceFilter, Filters } from '../parts/filters';
import { Instant } from '../parts/instant';
import { PageShell } from '../parts/page-shell';
import { useUrlParameters } from '../parts/url-parameters';
import { useSession } from '../session';

const STATES: readonly ApprovalState[] = ['open', 'returned', 'approved', 'rejected', 'withdrawn'];

export function DonePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { get, set } = useUrlParameters();
  const { creditCode } = useSession();
  // An organization decides nothing; what it asked for is its applications.
  const isOwn = creditCode !== null;
  const mine = isOwn || get('mine') === 'made' ? 'made' : 'decided';
  const title = t(isOwn ? 'nav.myApplications' : 'approval.done');
  return (
    <PageShell title={title}>
      <Filters>
        {!isOwn && (
          <Segmented
            aria-label={t('approval.mine')}
            value={mine}
            options={(['decided', 'made'] as const).map((value) => ({
              value,
              label: t(`approval.mineOf.${value}`),
            }))}
            onChange={(value) => {
              set({ mine: value, cursor: undefined });
            }}
          />
        )}
        <ChoiceFilter
          name="state"
          label={t('approval.state')}
          choices={STATES.map((value) => ({ value, label: t(`approval.stateOf.${value}`) }))}
        />
      </Filters>
      <DataTable<ApprovalItem>
        label={title}
        path="/api/v1/approvals"
        filters={['state']}
        fixed={{ mine }}
        keyOf={({ id }) => id}
        onOpen={(item) => void navigate(approvalAddress(item))}
        columns={[
          ...approvalColumns(t),
          {
            key: 'madeAt',
            title: t('approval.madeAt'),
            render: ({ madeAt }) => <Instant at={madeAt} />,
          },
        ]}
      />
    </PageShell>
  );
}
