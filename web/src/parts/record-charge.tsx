import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { BankCharge, BankLine } from '../api-types';
import { AskDialog } from '../requests/ask-dialog';
import { ChargeOwner, type Owner } from './charge-owner';
import { ProblemNotice, problemOfError } from './problem-notice';
import { withoutEmpty } from './without-empty';

/** The account that is kept by nothing but itself. */
const BASIC = '1002.01';

/** Asks for the voucher of what the bank took or gave by itself; a second person decides. */
export function RecordCharge({ line }: { readonly line: BankLine }) {
  const { t } = useTranslation();
  const [isAsking, setIsAsking] = useState(false);
  const { mutate, data, reset, isPending, error } = useMutation({
    mutationFn: (owner: Owner) => {
      const query = new URLSearchParams(withoutEmpty(owner) as Record<string, string>).toString();
      return call<BankCharge>({ path: `/api/v1/bank-lines/${line.id}/voucher?${query}` });
    },
    onSuccess: () => {
      setIsAsking(false);
    },
  });
  const title = t(line.amount.startsWith('-') ? 'bank.fee' : 'bank.interest');
  return (
    <>
      <Button
        size="small"
        loading={isPending}
        onClick={() => {
          if (line.account === BASIC) mutate({});
          else setIsAsking(true);
        }}
      >
        {title}
      </Button>
      {isAsking && (
        <ChargeOwner
          title={title}
          line={line}
          isPending={isPending}
          error={error}
          onChosen={mutate}
          onClose={() => {
            setIsAsking(false);
            reset();
          }}
        />
      )}
      {!isAsking && error !== null && <ProblemNotice problem={problemOfError(error)} />}
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
