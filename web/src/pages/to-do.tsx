import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import type { InboxItem } from '../api-types';
import { DataTable } from '../parts/data-table';
import { workColumns } from '../parts/open-work';
import { PageShell } from '../parts/page-shell';

export function ToDoPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <PageShell title={t('approval.todo')}>
      <DataTable<InboxItem>
        label={t('approval.todo')}
        path="/api/v1/inbox"
        keyOf={({ source, id }) => `${source}/${id}`}
        onOpen={({ link }) => {
          if (link !== null) void navigate(link);
        }}
        columns={workColumns(t)}
      />
    </PageShell>
  );
}
