import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import type { InboxItem } from '../api-types';
import { approvalAddress, approvalColumns } from '../parts/approval-columns';
import { DataTable } from '../parts/data-table';
import { PageShell } from '../parts/page-shell';

export function ToDoPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <PageShell title={t('approval.todo')}>
      <DataTable<InboxItem>
        label={t('approval.todo')}
        path="/api/v1/inbox"
        keyOf={({ id }) => id}
        onOpen={(item) => {
          if (item.title !== null) void navigate(approvalAddress(item));
        }}
        columns={[
          ...approvalColumns<InboxItem>(t),
          {
            key: 'due',
            title: t('approval.due'),
            render: ({ dueOn }) => <span className="instant">{dueOn}</span>,
          },
          {
            key: 'notes',
            title: '',
            render: ({ stuck, onBehalfOf }) => (
              <>
                {stuck && <Tag color="red">! {t('approval.stuck')}</Tag>}
                {onBehalfOf && <Tag>{t('approval.onBehalfOf', { name: onBehalfOf.name })}</Tag>}
              </>
            ),
          },
        ]}
      />
    </PageShell>
  );
}
