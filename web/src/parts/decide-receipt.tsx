import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../api';
import type { ReceiptLine } from '../api-types';
import { RECEIPT_LINES } from './receipt-parts';
import { useRowAct } from './row-act';
import { useShortcut } from './shortcuts';

interface Props {
  readonly of: ReceiptLine;
  /** An act was refused; `undefined` when another one begins. */
  readonly onRefused: (error: unknown) => void;
}

/** Accepts a receipt, or rejects it with a reason; the list is read again, and the next one takes its place. */
export function DecideReceipt({ of, onRefused }: Props) {
  const { t } = useTranslation();
  const [isRejecting, setIsRejecting] = useState(false);
  const [reason, setReason] = useState('');
  const accept = useDecision(of, { decision: 'accept' }, onRefused);
  const reject = useDecision(of, { decision: 'reject', reason }, onRefused);
  const isPending = accept.isPending || reject.isPending;
  const mayAct = of.mayDecide && !isPending;
  useShortcut('a', t('receipt.accept'), () => {
    if (mayAct && !isRejecting) accept.mutate();
  });
  useShortcut('r', t('receipt.reject'), () => {
    if (mayAct) setIsRejecting(true);
  });
  if (of.state !== 'submitted') return null;
  if (!of.mayDecide) return <p>{t('receipt.own')}</p>;
  return (
    <div className="decide">
      {isRejecting ? (
        <Form
          name="reason"
          layout="vertical"
          requiredMark={false}
          onFinish={() => {
            if (mayAct) reject.mutate();
          }}
        >
          <Form.Item
            name="reason"
            label={t('receipt.reason')}
            extra={t('receipt.rejectHelp')}
            rules={[{ required: true, whitespace: true, message: t('field.required') }]}
          >
            <Input.TextArea
              rows={3}
              maxLength={500}
              autoFocus
              onChange={({ target }) => {
                setReason(target.value);
              }}
            />
          </Form.Item>
          <div className="row-actions">
            <Button danger htmlType="submit" loading={reject.isPending}>
              {t('receipt.reject')}
            </Button>
            <Button
              onClick={() => {
                setIsRejecting(false);
              }}
            >
              {t('approval.cancel')}
            </Button>
          </div>
        </Form>
      ) : (
        <div className="row-actions">
          <Button
            type="primary"
            loading={accept.isPending}
            onClick={() => {
              accept.mutate();
            }}
          >
            {t('receipt.accept')} <kbd>A</kbd>
          </Button>
          <Button
            danger
            disabled={isPending}
            onClick={() => {
              setIsRejecting(true);
            }}
          >
            {t('receipt.reject')} <kbd>R</kbd>
          </Button>
        </div>
      )}
    </div>
  );
}

/** A decision on a receipt, once; what somebody else decided meanwhile is no fault of the reader. */
function useDecision(
  { id }: ReceiptLine,
  body: { readonly decision: 'accept' | 'reject'; readonly reason?: string },
  onRefused: (error: unknown) => void,
) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [key] = useState(() => crypto.randomUUID());
  return useRowAct({
    list: RECEIPT_LINES,
    request: {
      path: `${RECEIPT_LINES}/${id}/decision`,
      method: 'POST',
      headers: { 'idempotency-key': key },
      body,
    },
    done: t(body.decision === 'accept' ? 'receipt.accepted' : 'receipt.rejected'),
    onRefused: (error) => {
      const isDecided = error instanceof ProblemError && error.problem.code === 'ALREADY_DECIDED';
      if (isDecided) void message.warning(t('receipt.decidedMeanwhile'));
      onRefused(isDecided ? undefined : error);
    },
  });
}
