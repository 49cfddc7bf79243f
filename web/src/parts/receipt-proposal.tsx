import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { EnforcementReceipt } from '../claim-types';
import { ProblemNotice, problemOfError, type useFormProblem } from './problem-notice';
import { ProposalTable, type TriedPayment, tryPayment } from './what-if';
import { withoutEmpty } from './without-empty';

interface Props {
  readonly caseId: string;
  readonly payment: TriedPayment;
}

/** Where money would go, by the rule. */
export function ReceiptProposal({ caseId, payment }: Props) {
  const { data, error } = useQuery({
    queryKey: ['what-if', caseId, payment],
    queryFn: () => tryPayment(caseId, payment),
    retry: false,
  });
  if (error !== null) return <ProblemNotice problem={problemOfError(error)} />;
  return data === undefined ? null : <ProposalTable of={data} />;
}

/** Records a receipt under one key: a second click or a lost answer records nothing twice. */
export function useRecordReceipt(
  path: string,
  onClose: () => void,
  { show, clear }: Pick<ReturnType<typeof useFormProblem>, 'show' | 'clear'>,
) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [key] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: (given: object) =>
      call<EnforcementReceipt>({
        path,
        method: 'POST',
        headers: { 'idempotency-key': key },
        body: withoutEmpty(given),
      }),
    onMutate: clear,
    onError: show,
    onSuccess: async ({ ref }) => {
      void message.success({ key, content: t('claims.recorded', { ref }) });
      await client.invalidateQueries();
      onClose();
    },
  });
}
