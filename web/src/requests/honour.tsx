import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { HONOUR_KINDS, type Page } from '../api-types';
import { AttachmentsField } from '../parts/attachments-field';
import { LongTextField } from '../parts/fields';
import type { FieldsProps } from './fields-props';

interface Found {
  readonly id: string;
  readonly name?: string;
  readonly number?: string;
}

/** What of a list of the book holds the words that were typed. */
function useFound(list: 'organizations' | 'cases', book: string, words: string): readonly Found[] {
  const given = new URLSearchParams({ book, ...(words !== '' && { q: words }) }).toString();
  const { data } = useQuery({
    queryKey: ['list', list, 'choice', book, words],
    queryFn: ({ signal }) => call<Page<Found>>({ path: `/api/v1/${list}?${given}`, signal }),
  });
  return data?.items ?? [];
}

/** An honour that is proposed: who, what, what for. */
export function HonourFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  const [organization, setOrganization] = useState('');
  const [number, setNumber] = useState('');
  const organizations = useFound('organizations', book ?? '', organization.trim());
  const cases = useFound('cases', book ?? '', number.trim());
  const required = { required: true, message: t('field.required') };
  return (
    <>
      <div className="pair">
        <Form.Item name="organization" label={t('content.organization')} rules={[required]}>
          <Select
            showSearch={{ filterOption: false, onSearch: setOrganization }}
            options={organizations.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Form.Item name="kind" label={t('content.honourKind')} rules={[required]}>
          <Select
            options={HONOUR_KINDS.map((kind) => ({
              value: kind,
              label: t(`honour.kindOf.${kind}`),
            }))}
          />
        </Form.Item>
      </div>
      <LongTextField name="ground" label={t('content.ground')} longest={500} />
      <Form.Item name="cases" label={t('content.caseNumber')} initialValue={[]}>
        <Select
          mode="multiple"
          showSearch={{ filterOption: false, onSearch: setNumber }}
          options={cases.map(({ id, number: label }) => ({ value: id, label }))}
        />
      </Form.Item>
      <AttachmentsField book={book ?? ''} name={['documents']} label={t('content.documents')} />
    </>
  );
}

/** Why an honour is taken back. */
export function HonourRevocationFields() {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item name="honour" hidden noStyle children={<input type="hidden" />} />
      <LongTextField name="reason" label={t('content.reason')} longest={500} />
    </>
  );
}
