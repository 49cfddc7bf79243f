import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { call, type Tagged } from '../api';
import type { Meeting } from '../api-types';
import { ProblemNotice, problemOfError } from './problem-notice';

interface Props {
  readonly meeting: Tagged<Meeting>;
  readonly onChanged: () => void;
}

/** Somebody other than the maker fixes a meeting as it was shown. */
export function ConcludeMeeting({ meeting: { answer, etag }, onChanged }: Props) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      call({
        path: `/api/v1/meetings/${answer.id}/conclude`,
        method: 'POST',
        headers: { 'if-match': etag },
      }),
    onSuccess: async () => {
      void message.success(t('meeting.concluded'));
      await client.invalidateQueries({ queryKey: ['list'] });
      onChanged();
    },
  });
  const ask = (): void => {
    modal.confirm({
      title: t('meeting.concludeAsk', { title: answer.title }),
      content: t('meeting.concludeHelp'),
      okText: t('people.confirm'),
      cancelText: t('people.cancel'),
      onOk: () => {
        mutate();
      },
    });
  };
  return (
    <section className="panel">
      <h2>{t('meeting.conclude')}</h2>
      <p>{t('meeting.concludeHelp')}</p>
      {error && <ProblemNotice problem={problemOfError(error)} onRetry={onChanged} />}
      <Button type="primary" loading={isPending} onClick={ask}>
        {t('meeting.conclude')}
      </Button>
    </section>
  );
}
