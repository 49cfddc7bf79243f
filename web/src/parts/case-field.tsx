import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { CaseItem, Page } from '../api-types';

interface Props {
  readonly book: string;
  /** What is offered before anything is looked for; absent: the first cases of the book. */
  readonly likely?: readonly Pick<CaseItem, 'id' | 'number'>[];
  readonly onChosen?: (id: string) => void;
  /** Of the case in the form. */
  readonly name?: string;
  readonly label?: string;
}

/** A case of the book, looked for by its number. */
export function CaseField({ book, likely, onChosen, name = 'case', label }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const words = typed.trim();
  const isLooking = words !== '' || likely === undefined;
  const { data } = useQuery({
    queryKey: ['list', 'cases', book, words],
    queryFn: ({ signal }) =>
      call<Page<CaseItem>>({
        path: `/api/v1/cases?${new URLSearchParams({ book, ...(words && { q: words }) }).toString()}`,
        signal,
      }),
    enabled: isLooking,
  });
  const found = isLooking ? (data?.items ?? []) : likely;
  return (
    <Form.Item
      name={name}
      label={label ?? t('bank.case')}
      rules={[{ required: true, message: t('field.required') }]}
    >
      <Select
        showSearch={{ filterOption: false, onSearch: setTyped }}
        placeholder={t('bank.findCase')}
        options={found.map(({ id, number }) => ({ value: id, label: number }))}
        {...(onChosen && { onChange: onChosen })}
      />
    </Form.Item>
  );
}
