import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { call } from '../api';
import type { ApprovalAction, ApprovalDetail } from '../api-types';
import { ProblemNotice, problemOfError } from './problem-notice';
import { useShortcut } from './shortcuts';

type Act = Exclude<ApprovalAction, 'revise'>;
const ACTS: readonly Act[] = ['approve', 'return', 'reject', 'withdraw'];
const needsReason = (act: Act): boolean => act === 'return' || act === 'reject';

interface Props {
  readonly approval: ApprovalDetail;
  /** The request has changed since it was shown. */
  readonly onStale: () => void;
}

/** The buttons under a request: what the reader may do with it, on just what was shown. */
export function Decide({ approval, onStale }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [asksReasonFor, setAsksReasonFor] = useState<Act>();
  const { id, contentHash } = approval;
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ act, reason }: { act: Act; reason?: string }) =>
      act === 'withdraw'
        ? call({ path: `/api/v1/approvals/${id}/withdraw`, method: 'POST' })
        : call({
            path: `/api/v1/approvals/${id}/decisions`,
            method: 'POST',
            body: { decision: act, contentHash, ...(reason !== undefined && { reason }) },
          }),
    onSuccess: async (_, { act }) => {
      void message.success(t(`approval.did.${act}`));
      await client.invalidateQueries({ queryKey: ['list'] });
      await navigate('/console/todo');
    },
    onError: (refusal) => {
      if (problemOfError(refusal).code === 'APPROVAL_STALE') {
        void message.warning(problemOfError(refusal).title);
        onStale();
      }
    },
  });
  const acts = ACTS.filter((act) => approval.actions.includes(act));
  const begin = (act: Act): void => {
    if (!acts.includes(act) || isPending) return;
    if (needsReason(act)) setAsksReasonFor(act);
    else mutate({ act });
  };
  useShortcut('a', t('approval.action.approve'), () => {
    begin('approve');
  });
  useShortcut('r', t('approval.action.return'), () => {
    begin('return');
  });
  if (acts.length === 0) return <p>{t('approval.noActions')}</p>;
  return (
    <section className="panel decide">
      {error && <ProblemNotice problem={problemOfError(error)} />}
      <div className="row-actions">
        {acts.map((act) => (
          <Button
            key={act}
            type={act === 'approve' ? 'primary' : 'default'}
            danger={act === 'reject'}
            loading={isPending}
            onClick={() => {
              begin(act);
            }}
          >
            {t(`approval.action.${act}`)}
          </Button>
        ))}
      </div>
      {asksReasonFor !== undefined && (
        <Reason
          key={asksReasonFor}
          act={asksReasonFor}
          onGiven={(reason) => {
            mutate({ act: asksReasonFor, reason });
          }}
          onCancel={() => {
            setAsksReasonFor(undefined);
          }}
        />
      )}
    </section>
  );
}

interface ReasonProps {
  readonly act: Act;
  readonly onGiven: (reason: string) => void;
  readonly onCancel: () => void;
}

/** Whoever returns or rejects something says why. */
function Reason({ act, onGiven, onCancel }: ReasonProps) {
  const { t } = useTranslation();
  return (
    <Form
      name="reason"
      layout="vertical"
      requiredMark={false}
      onFinish={({ reason }: { reason: string }) => {
        onGiven(reason);
      }}
    >
      <Form.Item
        name="reason"
        label={t('approval.reason')}
        extra={t('approval.reasonHelp')}
        rules={[{ required: true, whitespace: true, message: t('field.required') }]}
      >
        <Input.TextArea rows={3} maxLength={2_000} autoFocus />
      </Form.Item>
      <div className="row-actions">
        <Button type="primary" htmlType="submit">
          {t(`approval.action.${act}`)}
        </Button>
        <Button onClick={onCancel}>{t('approval.cancel')}</Button>
      </div>
    </Form>
  );
}
