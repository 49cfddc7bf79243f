import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Checkbox, Form, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { CaseDetail, OrganizationItem, Page, StepFact, StepKind } from '../api-types';
import { AttachmentsField } from './attachments-field';
import { DayField, LongTextField, TextField } from './fields';
import { today } from './instant';
import { ProblemNotice, useFormProblem } from './problem-notice';
import { withoutEmpty } from './without-empty';

/** What a step says beside its day; what is not there says nothing more. */
const FACTS: Partial<Record<StepKind, readonly StepFact[]>> = {
  plaintiff_joined: ['organization'],
  procuratorate_sued: ['name', 'noticedOn'],
  agency_supported: ['name', 'support'],
  defendant_added: ['name', 'defendantKind'],
  instance_opened: ['instance', 'number', 'court'],
  stayed: ['otherCase'],
  judged: ['number'],
  judgment_final: ['number'],
  mediation_final: ['number'],
  withdrawn: ['claimsRealized', 'number'],
  dismissed: ['ground', 'number'],
  enforcement_moved: ['number'],
  enforcement_suspended: ['number'],
  enforcement_resumed: ['number'],
  closed: ['reason'],
};
const NEEDS_NUMBER: readonly StepKind[] = ['instance_opened'];

interface Props {
  readonly of: CaseDetail;
  readonly next: readonly StepKind[];
  readonly onClose: () => void;
}

interface Typed {
  readonly kind?: StepKind;
  readonly documents?: readonly { readonly id: string }[];
}

/** Records what happened in a case, of the steps that it can take now. */
export function RecordStep({ of, next, onClose }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Typed>();
  const kind = Form.useWatch('kind', form);
  const [key] = useState(() => crypto.randomUUID());
  const { problem, show, clear } = useFormProblem(form);
  const { mutate, isPending } = useMutation({
    mutationFn: ({ documents = [], ...facts }: Typed) =>
      call({
        path: `/api/v1/cases/${of.id}/steps`,
        method: 'POST',
        headers: { 'idempotency-key': key },
        body: { ...withoutEmpty(facts), documents: documents.map(({ id }) => id) },
      }),
    onMutate: clear,
    onError: show,
    onSuccess: async () => {
      void message.success(t('case.stepRecorded'));
      onClose();
      await client.invalidateQueries({ queryKey: ['case', of.id] });
    },
  });
  return (
    <Modal
      open
      title={t('case.recordStep')}
      okText={t('case.recordStep')}
      cancelText={t('approval.cancel')}
      confirmLoading={isPending}
      mask={{ closable: false }}
      width={720}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        name="step"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ on: today(), documents: [], claimsRealized: false }}
        onFinish={(given) => {
          if (!isPending) mutate(given);
        }}
      >
        <Form.Item
          name="kind"
          label={t('case.stepKind')}
          rules={[{ required: true, message: t('field.required') }]}
        >
          <Select options={next.map((value) => ({ value, label: t(`case.stepOf.${value}`) }))} />
        </Form.Item>
        <DayField name="on" label={t('case.stepOn')} />
        {kind !== undefined &&
          (FACTS[kind] ?? []).map((fact) => (
            <FactField key={`${kind} ${fact}`} fact={fact} kind={kind} book={of.book} />
          ))}
        {kind !== undefined && kind !== 'closed' && (
          <TextField name="note" label={t('case.factOf.note')} longest={500} isOptional />
        )}
        <AttachmentsField book={of.book} name={['documents']} label={t('case.documents')} />
        <ProblemNotice problem={problem} />
      </Form>
    </Modal>
  );
}

interface FactProps {
  readonly fact: StepFact;
  readonly kind: StepKind;
  /** Code of the book. */
  readonly book: string;
}

function FactField({ fact, kind, book }: FactProps) {
  const { t } = useTranslation();
  const label = t(`case.factOf.${fact}`);
  switch (fact) {
    case 'organization':
      return <OrganizationField book={book} />;
    case 'noticedOn':
      return <DayField name={fact} label={label} />;
    case 'claimsRealized':
      return (
        <Form.Item name={fact} valuePropName="checked">
          <Checkbox>{label}</Checkbox>
        </Form.Item>
      );
    case 'reason':
      return (
        <LongTextField
          name={fact}
          label={label}
          help={t('case.closingHelp')}
          longest={2_000}
          isOptional
        />
      );
    case 'instance':
    case 'support':
    case 'ground':
    case 'defendantKind':
      return <WordField fact={fact} />;
    case 'name':
    case 'number':
    case 'court':
    case 'otherCase':
    case 'note':
      return (
        <TextField
          name={fact}
          label={label}
          longest={fact === 'name' || fact === 'court' ? 200 : 100}
          isOptional={fact === 'number' && !NEEDS_NUMBER.includes(kind)}
        />
      );
  }
}

const WORDS = {
  instance: ['first', 'second', 'retrial'],
  support: ['legal_advice', 'written_opinion', 'evidence'],
  ground: ['not_accepted', 'procedure'],
  defendantKind: ['enterprise', 'individual', 'government', 'other'],
} as const;

function WordField({ fact }: { readonly fact: keyof typeof WORDS }) {
  const { t } = useTranslation();
  const names: Readonly<Record<string, string>> = {
    ...t('case.instanceOf', { returnObjects: true }),
    ...t('case.supportOf', { returnObjects: true }),
    ...t('case.groundOf', { returnObjects: true }),
    ...t('case.defendantKindOf', { returnObjects: true }),
  };
  return (
    <Form.Item
      name={fact}
      label={t(`case.factOf.${fact}`)}
      rules={[{ required: true, message: t('field.required') }]}
    >
      <Select options={WORDS[fact].map((value) => ({ value, label: names[value] ?? value }))} />
    </Form.Item>
  );
}

function OrganizationField({ book }: { readonly book: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['list', 'organizations', 'choice', book],
    queryFn: () =>
      call<Page<OrganizationItem>>({
        path: `/api/v1/organizations?limit=200&book=${encodeURIComponent(book)}`,
      }),
  });
  return (
    <Form.Item
      name="organization"
      label={t('case.factOf.organization')}
      rules={[{ required: true, message: t('field.required') }]}
    >
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        options={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Form.Item>
  );
}
