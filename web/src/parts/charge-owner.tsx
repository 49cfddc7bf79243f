import { useQuery } from '@tanstack/react-query';
import { Form, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { BUDGET_POOLS, type BankLine, type CaseItem, type Page } from '../api-types';
import { withThousands } from './amount';
import { ProblemNotice, problemOfError } from './problem-notice';

/** Whose the money is that a line of the bank's moved, and what it was. */
export interface Owner {
  readonly case?: string;
  readonly pool?: string;
  readonly cover?: string;
}

const QUOTA = '1011';

interface Props {
  readonly title: string;
  readonly line: BankLine;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onChosen: (owner: Owner) => void;
  readonly onClose: () => void;
}

/** Asks whose the money is, on an account that is kept by case or by pool. */
export function ChargeOwner({ title, line, isPending, error, onChosen, onClose }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Owner>();
  return (
    <Modal
      open
      title={title}
      okText={t('bank.next')}
      cancelText={t('approval.cancel')}
      confirmLoading={isPending}
      mask={{ closable: false }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p>{t('bank.ownerHelp')}</p>
      <p>
        {[line.on, withThousands(line.amount), line.counterparty, line.remark]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <Form<Owner>
        name="charge-owner"
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={onChosen}
      >
        {line.account === QUOTA ? <PoolField /> : <CaseField book={line.book} />}
        {line.account !== QUOTA && !line.amount.startsWith('-') && (
          <Form.Item name="cover" label={t('bank.what')} initialValue="false">
            <Select
              options={[
                { value: 'false', label: t('bank.whatOf.interest') },
                { value: 'true', label: t('bank.whatOf.cover') },
              ]}
            />
          </Form.Item>
        )}
        {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      </Form>
    </Modal>
  );
}

function PoolField() {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="pool"
      label={t('bank.pool')}
      rules={[{ required: true, message: t('field.required') }]}
    >
      <Select
        options={BUDGET_POOLS.map((value) => ({ value, label: t(`budget.poolOf.${value}`) }))}
      />
    </Form.Item>
  );
}

/** Any case of the book, looked for by its number. */
function CaseField({ book }: { readonly book: string }) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const { data } = useQuery({
    queryKey: ['list', 'cases', book, words],
    queryFn: ({ signal }) =>
      call<Page<CaseItem>>({
        path: `/api/v1/cases?${new URLSearchParams({ book, ...(words.trim() && { q: words }) }).toString()}`,
        signal,
      }),
  });
  return (
    <Form.Item
      name="case"
      label={t('bank.case')}
      rules={[{ required: true, message: t('field.required') }]}
    >
      <Select
        showSearch={{ filterOption: false, onSearch: setWords }}
        placeholder={t('bank.findCase')}
        options={(data?.items ?? []).map(({ id, number }) => ({ value: id, label: number }))}
      />
    </Form.Item>
  );
}
