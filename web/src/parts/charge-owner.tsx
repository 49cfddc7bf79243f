import { Form, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { BUDGET_POOLS, type BankLine } from '../api-types';
import { withThousands } from './amount';
import { CaseField } from './case-field';
import { ProblemNotice, problemOfError } from './problem-notice';

/** Whose the money is that a line of the bank's moved, and what it was. */
export interface Owner {
  readonly case?: string;
  readonly pool?: string;
  readonly cover?: string;
}

const QUOTA = '1011';

interface Props {
  readonly title: string;
  readonly line: BankLine;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onChosen: (owner: Owner) => void;
  readonly onClose: () => void;
}

/** Asks whose the money is, on an account that is kept by case or by pool. */
export function ChargeOwner({ title, line, isPending, error, onChosen, onClose }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Owner>();
  return (
    <Modal
      open
      title={title}
      okText={t('bank.next')}
      cancelText={t('approval.cancel')}
      confirmLoading={isPending}
      mask={{ closable: false }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p>{t('bank.ownerHelp')}</p>
      <p>
        {[line.on, withThousands(line.amount), line.counterparty, line.remark]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <Form<Owner>
        name="charge-owner"
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={onChosen}
      >
        {line.account === QUOTA ? <PoolField /> : <CaseField book={line.book} />}
        {line.account !== QUOTA && !line.amount.startsWith('-') && (
          <Form.Item name="cover" label={t('bank.what')} initialValue="false">
            <Select
              options={[
                { value: 'false', label: t('bank.whatOf.interest') },
                { value: 'true', label: t('bank.whatOf.cover') },
              ]}
            />
          </Form.Item>
        )}
        {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      </Form>
    </Modal>
  );
}

function PoolField() {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="pool"
      label={t('bank.pool')}
      rules={[{ required: true, message: t('field.required') }]}
    >
      <Select
        options={BUDGET_POOLS.map((value) => ({ value, label: t(`budget.poolOf.${value}`) }))}
      />
    </Form.Item>
  );
}
