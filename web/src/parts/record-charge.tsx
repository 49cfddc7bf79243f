import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { BankCharge, BankLine } from '../api-types';
import { AskDialog } from '../requests/ask-dialog';
import { ProblemNotice, problemOfError } from './problem-notice';

/** Asks for the voucher of what the bank took or gave by itself; a second person decides. */
export function RecordCharge({ line }: { readonly line: BankLine }) {
  const { t } = useTranslation();
  const { mutate, data, reset, isPending, error } = useMutation({
    mutationFn: () => call<BankCharge>({ path: `/api/v1/bank-lines/${line.id}/voucher` }),
  });
  const title = t(line.amount.startsWith('-') ? 'bank.fee' : 'bank.interest');
  return (
    <>
      <Button
        size="small"
        loading={isPending}
        onClick={() => {
          mutate();
        }}
      >
        {title}
      </Button>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {data && (
        <AskDialog
          title={title}
          kind="general_voucher"
          book={data.book}
          content={data.content}
          isWide
          onClose={reset}
        />
      )}
    </>
  );
}
