import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';
import { call } from '../api';
import type { Book, Page, PaymentOrderItem } from '../api-types';
import { BookChoice } from '../parts/book-choice';
import { DataTable } from '../parts/data-table';
import { ChoiceFilter, Filters } from '../parts/filters';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { orderAddress, PAYMENT_ORDERS, StatesOfOrder } from '../parts/payment-parts';
import { may, useSession } from '../session';

/** Payment orders, the newest first. */
export function PaymentOrdersPage() {
  const { t } = useTranslation();
  const session = useSession();
  const navigate = useNavigate();
  const [isChoosing, setIsChoosing] = useState(false);
  const books = useQuery({
    queryKey: ['list', 'books', 'all'],
    queryFn: () => call<Page<Book>>({ path: '/api/v1/books?limit=200' }),
  });
  const titles = new Map(books.data?.items.map(({ id, title }) => [id, title]));
  return (
    <PageShell
      title={t('nav.payments')}
      actions={
        may.orderPayments(session) && (
          <Button
            type="primary"
            onClick={() => {
              setIsChoosing(true);
            }}
          >
            {t('payment.make')}
          </Button>
        )
      }
    >
      <Filters>
        <ChoiceFilter
          name="book"
          label={t('content.book')}
          choices={[...titles].map(([value, label]) => ({ value, label }))}
        />
        <ChoiceFilter
          name="open"
          label={t('payment.open')}
          choices={[{ value: 'true', label: t('payment.openOnly') }]}
        />
      </Filters>
      <DataTable<PaymentOrderItem>
        label={t('nav.payments')}
        path={PAYMENT_ORDERS}
        filters={['book', 'open']}
        keyOf={({ id }) => id}
        onOpen={(order) => void navigate(orderAddress(order))}
        columns={[
          {
            key: 'number',
            title: t('payment.number'),
            render: (order) => <Link to={orderAddress(order)}>{order.number}</Link>,
          },
          {
            key: 'madeOn',
            title: t('payment.madeOn'),
            render: ({ madeOn }) => <span className="instant">{madeOn}</span>,
          },
          { key: 'madeBy', title: t('payment.madeBy'), render: ({ madeBy }) => madeBy },
          {
            key: 'total',
            title: t('payment.total'),
            isAmount: true,
            render: ({ total }) => <Money amount={total} />,
          },
          {
            key: 'lineCount',
            title: t('payment.lineCount'),
            isAmount: true,
            render: ({ lineCount }) => lineCount,
          },
          {
            key: 'states',
            title: t('payment.state'),
            render: ({ states }) => <StatesOfOrder states={states} />,
          },
          {
            key: 'book',
            title: t('content.book'),
            render: ({ book }) => titles.get(book) ?? book,
          },
        ]}
      />
      {isChoosing && (
        <BookChoice
          onClose={() => {
            setIsChoosing(false);
          }}
          onChosen={(code) => void navigate(`/console/payment-orders/new?book=${code}`)}
        />
      )}
    </PageShell>
  );
}
