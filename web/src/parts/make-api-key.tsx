import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Form, InputNumber, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { SCOPE_NAMES, type Scope } from '../api-types';
import { TextField } from './fields';
import { ProblemNotice, useFormProblem } from './problem-notice';

const LONGEST_NAME = 60;
const LONGEST_DAYS = 366;

/** A key that was just made: the only time that it is shown. */
export interface MadeKey {
  readonly name: string;
  readonly key: string;
}

interface Given {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly days: number;
}

interface Props {
  readonly path: string;
  readonly onClose: () => void;
  readonly onMade: (made: MadeKey) => void;
}

/** The form in which a key for a program is made. */
export function MakeApiKey({ path, onClose, onMade }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<Given>();
  const { problem, show, clear } = useFormProblem(form);
  const { mutate, isPending } = useMutation({
    mutationFn: (given: Given) => call<{ key: string }>({ path, method: 'POST', body: given }),
    // The answer holds the key itself; nothing keeps it.
    gcTime: 0,
    onMutate: clear,
    onError: show,
    onSuccess: async ({ key }, { name }) => {
      onClose();
      onMade({ name, key });
      await client.invalidateQueries({ queryKey: ['list', path] });
    },
  });
  return (
    <Modal
      open
      title={t('apiKey.make')}
      okText={t('apiKey.make')}
      cancelText={t('people.cancel')}
      confirmLoading={isPending}
      mask={{ closable: false }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p>{t('apiKey.makeHelp')}</p>
      <Form
        name="apiKey"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ scopes: [], days: 90 }}
        onFinish={(given) => {
          mutate(given);
        }}
      >
        <TextField
          name="name"
          label={t('apiKey.name')}
          help={t('apiKey.nameHelp')}
          longest={LONGEST_NAME}
        />
        <Form.Item
          name="scopes"
          label={t('apiKey.scopes')}
          rules={[{ type: 'array', min: 1, message: t('field.required') }]}
        >
          <Checkbox.Group
            options={Object.entries(SCOPE_NAMES).map(([value, name]) => ({
              value,
              label: t(`apiKey.scopeOf.${name}`),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="days"
          label={t('apiKey.days')}
          extra={t('apiKey.daysHelp')}
          rules={[{ required: true, message: t('field.required') }]}
        >
          <InputNumber min={1} max={LONGEST_DAYS} precision={0} />
        </Form.Item>
        <ProblemNotice problem={problem} />
      </Form>
    </Modal>
  );
}
