import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { BankAccount, Page } from '../api-types';
import { AddAccount } from './add-account';

interface Props {
  /** Code of the book. */
  readonly book: string;
  readonly kind: BankAccount['holderKind'];
  readonly label: string;
  /** Of the id of the account in the form. */
  readonly name: string | readonly string[];
  /** Of an account of the bureau's own: the account of the books. */
  readonly ledgerAccount?: string;
  readonly onChosen?: (account: BankAccount) => void;
}

/** One of the accounts that are approved and current; another one can be entered, which others approve. */
export function AccountField({ book, kind, label, name, ledgerAccount, onChosen }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [isAdding, setIsAdding] = useState(false);
  const { data } = useQuery({
    queryKey: ['list', 'bank-accounts', book],
    queryFn: () =>
      call<Page<BankAccount>>({
        path: `/api/v1/bank-accounts?${new URLSearchParams({ book, limit: '200' }).toString()}`,
      }),
  });
  const accounts = (data?.items ?? []).filter(
    (account) =>
      account.current &&
      account.holderKind === kind &&
      (ledgerAccount === undefined || account.ledgerAccount === ledgerAccount),
  );
  return (
    <>
      <Form.Item
        name={typeof name === 'string' ? name : [...name]}
        label={label}
        extra={t('claims.accountHelp')}
        rules={[{ required: true, message: t('field.required') }]}
      >
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={accounts.map(({ id, holderName, bankName, masked }) => ({
            value: id,
            label: `${holderName} · ${bankName} ${masked}`,
          }))}
          onChange={(id: string) => {
            const chosen = accounts.find((account) => account.id === id);
            if (chosen !== undefined) onChosen?.(chosen);
          }}
        />
      </Form.Item>
      <Button
        size="small"
        onClick={() => {
          setIsAdding(true);
        }}
      >
        {t('advance.addAccount')}
      </Button>
      {isAdding && (
        <AddAccount
          book={book}
          kind={kind}
          onClose={() => {
            setIsAdding(false);
            void client.invalidateQueries({ queryKey: ['list', 'bank-accounts'] });
          }}
        />
      )}
    </>
  );
}
