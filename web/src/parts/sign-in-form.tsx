import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showCode, signIn } from '../api';
import { ProblemNotice, useFormProblem } from './problem-notice';

interface Props {
  readonly onDone: () => void;
}

/** Login and password, then the code of the authenticator app. */
export function SignInForm({ onDone }: Props) {
  const [awaitsCode, setAwaitsCode] = useState(false);
  const goOn = (needsCode: boolean): void => {
    if (needsCode) setAwaitsCode(true);
    else onDone();
  };
  return awaitsCode ? (
    <CodeForm
      onDone={onDone}
      onOtherAccount={() => {
        setAwaitsCode(false);
      }}
    />
  ) : (
    <PasswordForm onDone={goOn} />
  );
}

function PasswordForm({ onDone }: { readonly onDone: (needsCode: boolean) => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ login: string; password: string }>();
  const { problem, show, clear } = useFormProblem(form);
  const { mutate, isPending } = useMutation({
    mutationFn: ({ login, password }: { login: string; password: string }) =>
      signIn(login.trim(), password),
    onMutate: clear,
    onError: show,
    onSuccess: onDone,
  });
  const required = [{ required: true, message: t('field.required') }];
  return (
    <Form
      name="sign-in"
      form={form}
      layout="vertical"
      requiredMark={false}
      onFinish={(given) => {
        mutate(given);
      }}
    >
      <ProblemNotice problem={problem} />
      <Form.Item name="login" label={t('signIn.login')} rules={required}>
        <Input autoComplete="username" autoCapitalize="none" autoFocus maxLength={100} />
      </Form.Item>
      <Form.Item name="password" label={t('signIn.password')} rules={required}>
        <Input.Password autoComplete="current-password" maxLength={500} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={isPending}>
        {t('signIn.submit')}
      </Button>
    </Form>
  );
}

interface CodeProps extends Props {
  readonly onOtherAccount?: () => void;
}

/** The six digits of the authenticator app. */
export function CodeForm({ onDone, onOtherAccount }: CodeProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ code: string }>();
  const { problem, show, clear } = useFormProblem(form);
  const { mutate, isPending } = useMutation({
    mutationFn: ({ code }: { code: string }) => showCode(code),
    onMutate: clear,
    onError: (error) => {
      form.resetFields();
      show(error);
    },
    onSuccess: onDone,
  });
  return (
    <Form
      name="second-factor"
      form={form}
      layout="vertical"
      requiredMark={false}
      onFinish={(given) => {
        mutate(given);
      }}
    >
      <ProblemNotice problem={problem} />
      <CodeField label={t('signIn.code')} extra={t('signIn.codeHelp')} autoFocus />
      <Button type="primary" htmlType="submit" block loading={isPending}>
        {t('signIn.confirmCode')}
      </Button>
      {onOtherAccount && (
        <Button type="link" block onClick={onOtherAccount}>
          {t('signIn.otherAccount')}
        </Button>
      )}
    </Form>
  );
}

interface CodeFieldProps {
  readonly label: string;
  readonly extra?: string;
  readonly autoFocus?: boolean;
}

/** A field for six digits. */
export function CodeField({ label, extra, autoFocus = false }: CodeFieldProps) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="code"
      label={label}
      extra={extra}
      rules={[{ required: true, pattern: /^\d{6}$/, message: t('field.sixDigits') }]}
    >
      <Input
        className="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={6}
        autoFocus={autoFocus}
      />
    </Form.Item>
  );
}
