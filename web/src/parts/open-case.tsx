import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { call } from '../api';
import type { OrganizationItem, Page } from '../api-types';
import { DayField, TextField } from './fields';
import { ProblemNotice, useFormProblem } from './problem-notice';

const ROUTES = ['treasury', 'trust_account'] as const;
const KINDS = ['enterprise', 'individual', 'government', 'other'] as const;

interface Props {
  /** Code of the book. */
  readonly book: string;
  readonly onClose: () => void;
}

/** Opens a case; whether each plaintiff may sue is judged at once. */
export function OpenCase({ book, onClose }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [form] = Form.useForm();
  const [key] = useState(() => crypto.randomUUID());
  const { problem, show, clear } = useFormProblem(form, '');
  const { mutate, isPending } = useMutation({
    mutationFn: (values: object) =>
      call<{ id: string }>({
        path: '/api/v1/cases',
        method: 'POST',
        headers: { 'idempotency-key': key },
        body: { book, defendants: [], ...values },
      }),
    onMutate: clear,
    onError: show,
    onSuccess: ({ id }) => {
      void message.success(t('case.opened'));
      void client.invalidateQueries({ queryKey: ['list'] });
      void navigate(`/console/cases/${id}`);
    },
  });
  return (
    <Modal
      open
      title={t('case.open')}
      okText={t('case.open')}
      cancelText={t('approval.cancel')}
      confirmLoading={isPending}
      mask={{ closable: false }}
      width={720}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        name="case"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ damageRoute: 'treasury', defendants: [{ kind: 'enterprise' }] }}
        onFinish={(values: object) => {
          if (!isPending) mutate(values);
        }}
      >
        <div className="form-grid">
          <TextField name="number" label={t('case.number')} longest={100} />
          <TextField name="court" label={t('case.court')} />
          <DayField name="filedOn" label={t('case.filedOn')} />
          <Form.Item name="damageRoute" label={t('case.damageRoute')}>
            <Select
              options={ROUTES.map((value) => ({ value, label: t(`case.routeOf.${value}`) }))}
            />
          </Form.Item>
        </div>
        <PlaintiffField book={book} />
        <DefendantFields />
        <ProblemNotice problem={problem} />
      </Form>
    </Modal>
  );
}

function PlaintiffField({ book }: Pick<Props, 'book'>) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['list', 'organizations', 'choice', book],
    queryFn: () =>
      call<Page<OrganizationItem>>({
        path: `/api/v1/organizations?limit=200&book=${encodeURIComponent(book)}`,
      }),
  });
  return (
    <Form.Item
      name="plaintiffs"
      label={t('case.plaintiffs')}
      rules={[{ required: true, message: t('field.required') }]}
    >
      <Select
        mode="multiple"
        showSearch={{ optionFilterProp: 'label' }}
        options={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Form.Item>
  );
}

function DefendantFields() {
  const { t } = useTranslation();
  return (
    <Form.List name="defendants">
      {(fields, { add, remove }) => (
        <section aria-label={t('case.defendants')}>
          {fields.map(({ key, name }) => (
            <div
              key={key}
              className="form-line"
              role="group"
              aria-label={t('case.defendant', { number: name + 1 })}
            >
              <span className="form-line-number">{name + 1}</span>
              <div className="form-grid">
                <TextField name={[name, 'name']} label={t('case.defendantName')} />
                <Form.Item name={[name, 'kind']} label={t('case.defendantKind')}>
                  <Select
                    options={KINDS.map((value) => ({
                      value,
                      label: t(`case.defendantKindOf.${value}`),
                    }))}
                  />
                </Form.Item>
              </div>
              <Button
                aria-label={t('case.removeDefendant', { number: name + 1 })}
                onClick={() => {
                  remove(name);
                }}
              >
                ✕
              </Button>
            </div>
          ))}
          <Button
            type="dashed"
            onClick={() => {
              add({ kind: 'enterprise' });
            }}
          >
            {t('case.addDefendant')}
          </Button>
        </section>
      )}
    </Form.List>
  );
}
