import { Button, Checkbox, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Tier } from '../api-types';
import { amountRule, DayField } from '../parts/fields';
import { AwardPolicyFields } from './award-policy';
import { MoneyInput } from '../parts/money-input';

/** Who decides, in order; what a bureau usually chooses from. */
const STEPS: readonly Tier['steps'][] = [
  ['reviewer'],
  ['approver'],
  ['reviewer', 'approver'],
  ['reviewer', 'approver', 'approver'],
];
const NEW_TIER = { steps: ['reviewer', 'approver'], resolution: true };

/** What a bureau decides for itself, from a day on. */
export function PolicyChangeFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const value: unknown = Form.useWatch('value', { form, preserve: true });
  return (
    <>
      <div className="pair">
        <DayField name="effectiveOn" label={t('content.effectiveOn')} />
      </div>
      {Array.isArray(value) && <TiersFields />}
      {value !== undefined && !Array.isArray(value) && <AwardPolicyFields />}
    </>
  );
}

/** Who decides on which amounts. */
function TiersFields() {
  const { t } = useTranslation();
  return (
    <>
      <Form.List name="value">
        {(tiers, { add, remove }) => (
          <section aria-label={t('policy.tiers')}>
            {tiers.map(({ key, name }) => (
              <TierFields
                key={key}
                at={name}
                {...(tiers.length > 1 && {
                  onRemove: () => {
                    remove(name);
                  },
                })}
              />
            ))}
            <Button
              type="dashed"
              onClick={() => {
                add(NEW_TIER);
              }}
            >
              {t('policy.addTier')}
            </Button>
          </section>
        )}
      </Form.List>
    </>
  );
}

interface TierProps {
  readonly at: number;
  readonly onRemove?: () => void;
}

function TierFields({ at, onRemove }: TierProps) {
  const { t } = useTranslation();
  return (
    <div className="form-line" role="group" aria-label={t('policy.tier', { number: at + 1 })}>
      <span className="form-line-number">{at + 1}</span>
      <div className="form-grid">
        <Form.Item
          name={[at, 'upTo']}
          label={t('policy.upTo')}
          rules={[{ required: true, message: t('field.required') }, amountRule(t('field.amount'))]}
        >
          <MoneyInput />
        </Form.Item>
        <Form.Item name={[at, 'steps']} label={t('approval.steps')}>
          <StepsInput />
        </Form.Item>
        <Form.Item name={[at, 'resolution']} label={t('policy.meeting')} valuePropName="checked">
          <Checkbox>{t('policy.resolution')}</Checkbox>
        </Form.Item>
      </div>
      {onRemove && (
        <Button aria-label={t('policy.removeTier', { number: at + 1 })} onClick={onRemove}>
          ✕
        </Button>
      )}
    </div>
  );
}

interface StepsProps {
  readonly id?: string;
  readonly value?: Tier['steps'];
  readonly onChange?: (steps: Tier['steps']) => void;
}

/** A choice among orders of those who decide. */
function StepsInput({ id, value = [], onChange }: StepsProps) {
  const { t } = useTranslation();
  const isUsual = STEPS.some((steps) => steps.join() === value.join());
  const choices = isUsual ? STEPS : [...STEPS, value];
  return (
    <Select
      {...(id !== undefined && { id })}
      value={value.join()}
      options={choices.map((steps) => ({
        value: steps.join(),
        label: steps.map((role) => t(`role.${role}`)).join(' → '),
      }))}
      onChange={(chosen) => {
        onChange?.(choices.find((steps) => steps.join() === chosen) ?? value);
      }}
    />
  );
}
