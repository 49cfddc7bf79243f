import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { LongTextField } from './fields';
import { ProblemNotice, problemOfError } from './problem-notice';

interface Props {
  readonly title: string;
  readonly okText: string;
  /** What is done, as the service calls it. */
  readonly path: string;
  readonly book: string;
  readonly onClose: () => void;
}

/** Does something on bank lines for a reason, and reads the lists again. */
export function ReasonDialog({ title, okText, path, book, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<{ reason: string }>();
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ reason }: { reason: string }) =>
      call({ path, method: 'POST', body: { book, reason } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['list'] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={title}
      okText={okText}
      cancelText={t('bank.cancel')}
      confirmLoading={isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      <Form
        name="reason"
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(given) => {
          if (!isPending) mutate(given);
        }}
      >
        <LongTextField name="reason" label={t('bank.reason')} longest={500} />
      </Form>
    </Modal>
  );
}
