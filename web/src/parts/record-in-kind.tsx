import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { Claims } from '../claim-types';
import { DocumentUpload } from './document-upload';
import { DayField, LongTextField } from './fields';
import { today } from './instant';
import { ProblemNotice, useFormProblem } from './problem-notice';
import { withoutEmpty } from './without-empty';

interface Props {
  readonly caseId: string;
  readonly claims: Claims;
  readonly onClose: () => void;
}

/** An officer notes what a defendant did itself. */
export function RecordInKind({ caseId, claims, onClose }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<object>();
  const [key] = useState(() => crypto.randomUUID());
  const { problem, show, clear } = useFormProblem(form);
  const { mutate, isPending } = useMutation({
    mutationFn: (given: object) =>
      call({
        path: `/api/v1/cases/${encodeURIComponent(caseId)}/in-kind`,
        method: 'POST',
        headers: { 'idempotency-key': key },
        body: withoutEmpty(given),
      }),
    onMutate: clear,
    onError: show,
    onSuccess: () => {
      void message.success({ key, content: t('claims.inKindRecorded') });
      void client.invalidateQueries({ queryKey: ['in-kind', caseId] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('claims.recordInKind')}
      okText={t('claims.recordInKind')}
      cancelText={t('approval.cancel')}
      confirmLoading={isPending}
      mask={{ closable: false }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        name="in-kind"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ performedOn: today() }}
        onFinish={(given) => {
          if (!isPending) mutate(given);
        }}
      >
        <WhoseFields claims={claims} />
        <DayField name="performedOn" label={t('claims.performedOn')} />
        <LongTextField name="description" label={t('claims.performed')} longest={2_000} />
        <PaperField book={claims.book} />
        {problem && <ProblemNotice problem={problem} />}
      </Form>
    </Modal>
  );
}

/** What was ordered, and who of its debtors did it. */
function WhoseFields({ claims: { items } }: Pick<Props, 'claims'>) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const chosen = Form.useWatch<string | undefined>('item', form);
  const required = { required: true, message: t('field.required') };
  const debtors = items.find(({ id }) => id === chosen)?.debtors ?? [];
  return (
    <>
      <Form.Item name="item" label={t('claims.item')} rules={[required]}>
        <Select
          options={items.map(({ id, ref, kind }) => ({
            value: id,
            label: `${ref} ${t(`claims.kindOf.${kind}`)}`,
          }))}
          onChange={() => {
            form.setFieldValue('defendant', undefined);
          }}
        />
      </Form.Item>
      <Form.Item name="defendant" label={t('claims.debtor')} rules={[required]}>
        <Select options={debtors.map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
    </>
  );
}

/** The report of an acceptance, say; there need not be one. */
function PaperField({ book }: { readonly book: string }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const [name, setName] = useState('');
  return (
    <section aria-label={t('claims.inKindPaper')}>
      <p>{name}</p>
      <Form.Item name="document" hidden noStyle children={<input type="hidden" />} />
      <DocumentUpload
        book={book}
        label={t('legal.addDocument')}
        onStored={({ id, name: called }) => {
          form.setFieldValue('document', id);
          setName(called);
        }}
      />
    </section>
  );
}
