import { useQuery } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { Book, Page } from '../api-types';
import { useSession } from '../session';

interface Props {
  readonly onClose: () => void;
  readonly onChosen: (code: string) => void;
}

/** In which book something is to happen: staff choose from theirs, an organization names that of the bureau. */
export function BookChoice({ onClose, onChosen }: Props) {
  const { t } = useTranslation();
  const { creditCode } = useSession();
  const [form] = Form.useForm<{ code: string }>();
  const { data } = useQuery({
    queryKey: ['list', 'books', 'choice'],
    queryFn: () => call<Page<Book>>({ path: '/api/v1/books?limit=200' }),
    enabled: creditCode === null,
  });
  return (
    <Modal
      open
      title={t('bookChoice.title')}
      okText={t('bookChoice.go')}
      cancelText={t('approval.cancel')}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={({ code }) => {
          onChosen(code.trim());
        }}
      >
        <Form.Item
          name="code"
          label={t('content.book')}
          extra={creditCode === null ? undefined : t('bookChoice.help')}
          rules={[{ required: true, message: t('field.required') }]}
        >
          {creditCode === null ? (
            <Select
              showSearch
              options={(data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }))}
            />
          ) : (
            <Input maxLength={120} autoComplete="off" />
          )}
        </Form.Item>
      </Form>
    </Modal>
  );
}
