import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Result, Typography } from 'antd';
import { QRCodeSVG } from 'qrcode.react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { call } from '../api';
import { Entrance } from '../parts/entrance';
import { BrokenLink, linkToken } from '../parts/link-token';
import { Loading } from '../parts/loading';
import { ProblemNotice, problemOfError, useFormProblem } from '../parts/problem-notice';
import { CodeField } from '../parts/sign-in-form';

interface Activation {
  readonly login: string;
  readonly secret: string;
  readonly uri: string;
}
interface Given {
  readonly password: string;
  readonly code: string;
}

export function ActivatePage() {
  const { t } = useTranslation();
  const token = linkToken();
  return (
    <Entrance title={t('activate.title')} isWide>
      {token === undefined ? <BrokenLink /> : <Begun token={token} />}
    </Entrance>
  );
}

function Begun({ token }: { readonly token: string }) {
  const { t } = useTranslation();
  // Once: each time the service makes a new secret, and the one on screen would be worth nothing.
  const { data, error } = useQuery({
    queryKey: ['activation', token],
    queryFn: () =>
      call<Activation>({ path: '/api/v1/activations', method: 'POST', body: { token } }),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnReconnect: false,
  });
  if (error !== null) {
    return (
      <>
        <ProblemNotice problem={problemOfError(error)} />
        <Link to="/sign-in">{t('link.toSignIn')}</Link>
      </>
    );
  }
  return data === undefined ? <Loading /> : <ActivationForm token={token} activation={data} />;
}

function ActivationForm(props: { readonly token: string; readonly activation: Activation }) {
  const { login, secret, uri } = props.activation;
  const { t } = useTranslation();
  const [form] = Form.useForm<Given>();
  const { problem, show, clear } = useFormProblem(form);
  const { mutate, isPending, isSuccess } = useMutation({
    mutationFn: (given: Given) =>
      call({
        path: '/api/v1/activations/confirm',
        method: 'POST',
        body: { token: props.token, ...given },
      }),
    onMutate: clear,
    onError: show,
  });
  if (isSuccess) {
    return (
      <Result
        status="success"
        title={t('activate.doneTitle')}
        subTitle={t('activate.doneHelp')}
        extra={<Link to="/sign-in">{t('link.toSignIn')}</Link>}
      />
    );
  }
  return (
    <Form
      name="activation"
      form={form}
      layout="vertical"
      requiredMark={false}
      onFinish={(given) => {
        mutate(given);
      }}
    >
      <p>
        {t('activate.login')} <strong>{login}</strong>
      </p>
      <div className="activation">
        <div className="activation-code">
          <p>{t('activate.scan')}</p>
          <QRCodeSVG value={uri} size={176} marginSize={3} title={t('activate.qr')} />
          <p>
            {t('activate.typeSecret')}
            <Typography.Text code className="secret">
              {secret}
            </Typography.Text>
          </p>
        </div>
        <div>
          {/* Lets password managers keep the login with the new password. */}
          <input type="text" autoComplete="username" value={login} readOnly hidden />
          <Form.Item
            name="password"
            label={t('activate.password')}
            extra={t('activate.passwordHelp')}
            rules={[{ required: true, message: t('field.required') }]}
          >
            <Input.Password autoComplete="new-password" maxLength={500} />
          </Form.Item>
          <CodeField label={t('activate.code')} />
          <ProblemNotice problem={problem} />
          <Button type="primary" htmlType="submit" size="large" loading={isPending}>
            {t('activate.submit')}
          </Button>
        </div>
      </div>
    </Form>
  );
}
