import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { LongTextField } from './fields';
import { ProblemNotice, useFormProblem } from './problem-notice';

interface Props {
  readonly caseId: string;
  /** Id of the step. */
  readonly step: string;
  readonly onClose: () => void;
}

/** Revokes a step that was recorded by mistake; it stays to be read. */
export function RevokeStep({ caseId, step, onClose }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<object>();
  const [key] = useState(() => crypto.randomUUID());
  const { problem, show, clear } = useFormProblem(form);
  const { mutate, isPending } = useMutation({
    mutationFn: (body: object) =>
      call({
        path: `/api/v1/cases/${caseId}/steps/${step}/revocation`,
        method: 'POST',
        headers: { 'idempotency-key': key },
        body,
      }),
    onMutate: clear,
    onError: show,
    onSuccess: async () => {
      void message.success(t('case.stepRevoked'));
      onClose();
      await client.invalidateQueries({ queryKey: ['case', caseId] });
    },
  });
  return (
    <Modal
      open
      title={t('case.revokeTitle')}
      okText={t('case.revoke')}
      cancelText={t('approval.cancel')}
      confirmLoading={isPending}
      mask={{ closable: false }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        name="revocation"
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(given) => {
          if (!isPending) mutate(given);
        }}
      >
        <LongTextField name="reason" label={t('case.revokeReason')} longest={2_000} />
        <ProblemNotice problem={problem} />
      </Form>
    </Modal>
  );
}
