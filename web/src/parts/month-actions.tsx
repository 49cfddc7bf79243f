import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { Month, MonthClosing } from '../api-types';
import { may, useSession } from '../session';

interface Props {
  readonly book: string;
  readonly month: Month;
  /** An act was refused; `undefined` when another one begins. */
  readonly onRefused: (error: unknown) => void;
}

/** One person puts a month on hold or takes it off again; another one closes it. */
export function MonthActions({ book, month: { month, state }, onRefused }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const { modal, message } = App.useApp();
  const client = useQueryClient();
  const path = `/api/v1/books/${book}/months/${month}`;
  const { mutate, isPending } = useMutation({
    mutationFn: (act: 'hold' | 'release' | 'close') =>
      call({ path: `${path}/${act}`, method: 'POST' }),
    onMutate: () => {
      onRefused(undefined);
    },
    onError: onRefused,
    onSuccess: (_, act) => void message.success(t(`period.done.${act}`, { month })),
    onSettled: () => client.invalidateQueries({ queryKey: ['book', book] }),
  });
  // What stands against closing is said before anybody is asked to confirm it.
  const check = useMutation({
    mutationFn: () => call<MonthClosing>({ path: `${path}/closing` }),
    onMutate: () => {
      onRefused(undefined);
    },
    onError: onRefused,
    onSuccess: ({ throughJournal, accounts }) => {
      modal.confirm({
        title: t('period.closeAsk', { month }),
        content: t('period.closeHelp', { journal: throughJournal, accounts }),
        okText: t('period.close'),
        cancelText: t('people.cancel'),
        onOk: () => {
          mutate('close');
        },
      });
    },
  });
  return (
    <>
      {state === 'open' && may.holdMonths(session) && (
        <Button
          size="small"
          loading={isPending}
          onClick={() => {
            mutate('hold');
          }}
        >
          {t('period.hold')}
        </Button>
      )}
      {state === 'on_hold' && may.holdMonths(session) && (
        <Button
          size="small"
          loading={isPending}
          onClick={() => {
            mutate('release');
          }}
        >
          {t('period.release')}
        </Button>
      )}
      {state === 'on_hold' && may.closeMonths(session) && (
        <Button
          size="small"
          type="primary"
          loading={isPending || check.isPending}
          onClick={() => {
            check.mutate();
          }}
        >
          {t('period.close')}
        </Button>
      )}
    </>
  );
}
