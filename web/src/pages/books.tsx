import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';
import type { Book } from '../api-types';
import { DataTable } from '../parts/data-table';
import { PageShell } from '../parts/page-shell';
import { Instant } from '../parts/instant';

export function BooksPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const addressOf = ({ id }: Book): string => `/console/ledger/${id}/accounts`;
  return (
    <PageShell title={t('ledger.title')}>
      <DataTable<Book>
        label={t('ledger.books')}
        path="/api/v1/books"
        keyOf={({ id }) => id}
        onOpen={(book) => void navigate(addressOf(book))}
        columns={[
          {
            key: 'title',
            title: t('ledger.book'),
            render: (book) => <Link to={addressOf(book)}>{book.title}</Link>,
          },
          { key: 'id', title: t('ledger.code'), render: ({ id }) => <code>{id}</code> },
          {
            key: 'kind',
            title: t('ledger.kind'),
            render: ({ kind }) => (
              <Tag color={kind === 'sandbox' ? 'gold' : 'green'}>{t(`ledger.kindOf.${kind}`)}</Tag>
            ),
          },
          {
            key: 'openedAt',
            title: t('ledger.openedAt'),
            render: ({ openedAt }) => <Instant at={openedAt} />,
          },
        ]}
      />
    </PageShell>
  );
}
