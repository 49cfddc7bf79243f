import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { ApprovalDetail } from '../api-types';
import { useSession } from '../session';
import { ActivationLink } from './activation-link';
import { ProblemNotice, problemOfError } from './problem-notice';

/** Gives whoever asked for a reset the new link, once it is approved; the service gives it once. */
export function ResetLink({ approval }: { readonly approval: ApprovalDetail }) {
  const { t } = useTranslation();
  const session = useSession();
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () =>
      call<{ activation: string }>({
        path: `/api/v1/account-resets/${approval.id}/link`,
        method: 'POST',
      }),
    // What opens an account stays nowhere but on the page.
    gcTime: 0,
  });
  const { kind, state, maker, summary } = approval;
  if (kind !== 'account_reset' || state !== 'approved' || maker.id !== session.person.id) {
    return null;
  }
  const name = summary.find(({ field }) => field === 'person')?.value ?? '';
  return (
    <section className="panel">
      {data === undefined ? (
        <Button
          type="primary"
          loading={isPending}
          onClick={() => {
            mutate();
          }}
        >
          {t('people.resetLink')}
        </Button>
      ) : (
        <ActivationLink name={name} token={data.activation} />
      )}
      <p>{t('link.once')}</p>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
    </section>
  );
}
