import { useQueryClient } from '@tanstack/react-query';
import { App, Form, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { askFor } from './ask';
import { RequestForm } from './request-form';

interface Props {
  readonly title: string;
  readonly kind: string;
  readonly book?: string;
  /** What the form begins with. */
  readonly content: object;
  readonly isWide?: boolean;
  /** Why it is asked for, above the form. */
  readonly help?: string;
  readonly onClose: () => void;
}

/** Asks for something that others decide, and leads to the card on which one sees who has to. */
export function AskDialog({ title, kind, book, content, isWide = false, help, onClose }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [form] = Form.useForm();
  const [isSending, setIsSending] = useState(false);
  const [key] = useState(() => crypto.randomUUID());
  return (
    <Modal
      open
      title={title}
      okText={t('approval.submit')}
      cancelText={t('approval.cancel')}
      confirmLoading={isSending}
      mask={{ closable: false }}
      width={isWide ? 920 : 520}
      onOk={form.submit}
      onCancel={onClose}
    >
      {help !== undefined && <p>{help}</p>}
      <RequestForm
        form={form}
        kind={kind}
        book={book ?? null}
        content={content}
        send={(given, resolution) =>
          askFor({ kind, content: given, ...(book !== undefined && { book }), resolution }, key)
        }
        onSending={setIsSending}
        onDone={({ id }) => {
          void message.success(t('approval.submitted'));
          void client.invalidateQueries({ queryKey: ['list'] });
          void navigate(`/console/approvals/${id}`);
        }}
      />
    </Modal>
  );
}
