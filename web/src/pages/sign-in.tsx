import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Navigate, useSearchParams } from 'react-router-dom';
import { call, signInToSandbox } from '../api';
import { type Installation, ROLES } from '../api-types';
import { Entrance } from '../parts/entrance';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { SignInForm } from '../parts/sign-in-form';
import { useCurrentSession } from '../session';

/** Only a page of the console is gone back to, never another site. */
const pageAfter = (next: string | null): string =>
  next !== null && /^\/console(?:\/|$)/.test(next) ? next : '/console';

export function SignInPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [parameters] = useSearchParams();
  const session = useCurrentSession();
  const installation = useQuery({
    queryKey: ['installation'],
    queryFn: () => call<Installation>({ path: '/api/v1/installation' }),
  });
  if (session.data?.awaitsSecondFactor === false) {
    return <Navigate to={pageAfter(parameters.get('next'))} replace />;
  }
  const enter = (): void => {
    void client.resetQueries({ queryKey: ['session'] });
  };
  const { sandbox = false, awaitsSetUp = false } = installation.data ?? {};
  return (
    <Entrance title={t('signIn.title')} aside={sandbox && <SandboxPanel onDone={enter} />}>
      {awaitsSetUp && <Alert type="info" showIcon title={t('signIn.awaitsSetUp')} />}
      <SignInForm onDone={enter} />
    </Entrance>
  );
}

function SandboxPanel({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const { mutate, isPending, error } = useMutation({
    mutationFn: signInToSandbox,
    onSuccess: onDone,
  });
  return (
    <section className="card sandbox" aria-labelledby="sandbox-title">
      <h2 id="sandbox-title">{t('sandbox.title')}</h2>
      <p>{t('sandbox.about')}</p>
      {error && <ProblemNotice problem={problemOfError(error)} />}
      <div className="sandbox-roles">
        {ROLES.map((role) => (
          <Button
            key={role}
            disabled={isPending}
            onClick={() => {
              mutate(role);
            }}
          >
            {t(`role.${role}`)}
          </Button>
        ))}
      </div>
    </section>
  );
}
