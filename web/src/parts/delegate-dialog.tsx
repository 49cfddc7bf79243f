import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Form, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { Role, Someone } from '../api-types';
import { useSession } from '../session';
import { DayField, LongTextField } from './fields';
import { today } from './instant';
import { ProblemNotice, useFormProblem } from './problem-notice';

interface Given {
  readonly role: Role;
  readonly to: string;
  readonly fromOn: string;
  readonly untilOn: string;
  readonly reason: string;
}

interface Props {
  readonly path: string;
  readonly onClose: () => void;
}

/** The form in which somebody names who stands in for them (委托审批). */
export function DelegateDialog({ path, onClose }: Props) {
  const { t } = useTranslation();
  const { roles } = useSession();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Given>();
  const { problem, show, clear } = useFormProblem(form);
  const { mutate, isPending } = useMutation({
    mutationFn: (given: Given) => call({ path, method: 'POST', body: given }),
    onMutate: clear,
    onError: show,
    onSuccess: async () => {
      void message.success(t('delegation.made'));
      onClose();
      await client.invalidateQueries({ queryKey: ['list', path] });
    },
  });
  const required = [{ required: true, message: t('field.required') }];
  const role = (Form.useWatch('role', form) as Role | undefined) ?? roles[0];
  return (
    <Modal
      open
      title={t('delegation.make')}
      okText={t('approval.submit')}
      cancelText={t('approval.cancel')}
      confirmLoading={isPending}
      mask={{ closable: false }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        name="delegation"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ role: roles[0], fromOn: today() }}
        onFinish={(given) => {
          mutate(given);
        }}
      >
        <Form.Item name="role" label={t('content.role')} rules={required}>
          <Select
            options={roles.map((value) => ({ value, label: t(`role.${value}`) }))}
            // Who may stand in depends on the role.
            onChange={() => {
              form.resetFields(['to']);
            }}
          />
        </Form.Item>
        <Form.Item name="to" label={t('delegation.to')} rules={required}>
          <Candidates path={path} role={role} />
        </Form.Item>
        <div className="pair">
          <DayField name="fromOn" label={t('delegation.fromOn')} />
          <DayField name="untilOn" label={t('delegation.untilOn')} />
        </div>
        <LongTextField name="reason" label={t('content.reason')} longest={500} rows={2} />
        <ProblemNotice problem={problem} />
      </Form>
    </Modal>
  );
}

interface CandidatesProps {
  readonly path: string;
  readonly role: Role | undefined;
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (person: string) => void;
}

/** Who could stand in. */
function Candidates({ path, role, ...field }: CandidatesProps) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['candidates', role],
    queryFn: ({ signal }) =>
      call<{ items: Someone[] }>({ path: `${path}/candidates?role=${role ?? ''}`, signal }),
    enabled: role !== undefined,
  });
  return (
    <Select
      {...field}
      showSearch={{ optionFilterProp: 'label' }}
      loading={data === undefined && error === null}
      notFoundContent={t('delegation.nobody')}
      options={data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
    />
  );
}
