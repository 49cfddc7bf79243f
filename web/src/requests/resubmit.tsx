import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { call, type Tagged } from '../api';
import type { ApprovalDetail } from '../api-types';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { fieldsOf } from './request-fields';
import { RequestForm } from './request-form';

interface Props {
  readonly approval: Tagged<ApprovalDetail>;
  /** The request has changed since it was shown. */
  readonly onStale: () => void;
}

/** What came back to its maker goes on its way again: as it is, or in the form that made it. */
export function Resubmit({ approval: { answer, etag }, onStale }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [form] = Form.useForm();
  const [isChanging, setIsChanging] = useState(false);
  const { id, kind, book, resolution, content } = answer;
  const send = (given: object, rests: string | undefined): Promise<unknown> =>
    call({
      path: `/api/v1/approvals/${id}`,
      method: 'PUT',
      headers: { 'if-match': etag },
      body: {
        content: given,
        ...(book !== null && { book }),
        ...(rests !== undefined && { resolution: rests }),
      },
    });
  const finish = async (): Promise<void> => {
    void message.success(t('approval.resubmitted'));
    await client.invalidateQueries({ queryKey: ['list'] });
    await navigate('/console/todo');
  };
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => send(content, resolution ?? undefined),
    onSuccess: finish,
  });
  return (
    <section className="panel">
      <h2>{t('approval.returnedTitle')}</h2>
      <p>{t('approval.returnedHelp')}</p>
      {error && <ProblemNotice problem={problemOfError(error)} onRetry={onStale} />}
      {isChanging && (
        <RequestForm
          form={form}
          kind={kind}
          book={book}
          content={content}
          resolution={resolution ?? undefined}
          request={id}
          send={send}
          onDone={() => void finish()}
        />
      )}
      <div className="row-actions">
        {fieldsOf(kind) !== undefined && (
          <Button
            type="primary"
            onClick={() => {
              if (isChanging) form.submit();
              else setIsChanging(true);
            }}
          >
            {t(isChanging ? 'approval.resubmit' : 'approval.changeAndResubmit')}
          </Button>
        )}
        {isChanging ? (
          <Button
            onClick={() => {
              setIsChanging(false);
            }}
          >
            {t('approval.cancel')}
          </Button>
        ) : (
          <Button
            loading={isPending}
            onClick={() => {
              mutate();
            }}
          >
            {t('approval.resubmitAsIs')}
          </Button>
        )}
      </div>
    </section>
  );
}
