import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { ProblemNotice, useFormProblem } from './problem-notice';

const LONGEST = 500;

interface Given {
  readonly current: string;
  readonly password: string;
}

/** The form in which somebody changes their own password. */
export function ChangePassword({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Given>();
  const { problem, show, clear } = useFormProblem(form);
  const { mutate, isPending } = useMutation({
    mutationFn: (given: Given) =>
      call({ path: '/api/v1/accounts/current/password', method: 'POST', body: given }),
    // Nothing keeps what was typed.
    gcTime: 0,
    onMutate: clear,
    onError: show,
    onSuccess: async () => {
      onClose();
      void message.success(t('account.changed'));
      await client.invalidateQueries({ queryKey: ['list', '/api/v1/sessions'] });
    },
  });
  const required = [{ required: true, message: t('field.required') }];
  return (
    <Modal
      open
      title={t('account.changePassword')}
      okText={t('account.change')}
      cancelText={t('people.cancel')}
      confirmLoading={isPending}
      mask={{ closable: false }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p>{t('account.changeHelp')}</p>
      <Form
        name="password"
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(given) => {
          mutate(given);
        }}
      >
        <Form.Item name="current" label={t('account.currentPassword')} rules={required}>
          <Input.Password autoComplete="current-password" maxLength={LONGEST} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('account.newPassword')}
          extra={t('activate.passwordHelp')}
          rules={required}
        >
          <Input.Password autoComplete="new-password" maxLength={LONGEST} />
        </Form.Item>
        <ProblemNotice problem={problem} />
      </Form>
    </Modal>
  );
}
