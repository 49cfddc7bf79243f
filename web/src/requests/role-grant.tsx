import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { ROLES } from '../api-types';
import { DayField } from '../parts/fields';

/** A role for a person, from a day on. */
export function RoleGrantFields() {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item
        name="role"
        label={t('content.role')}
        rules={[{ required: true, message: t('field.required') }]}
      >
        <Select options={ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))} />
      </Form.Item>
      <div className="pair">
        <DayField name="validFrom" label={t('content.validFrom')} />
        <DayField
          name="validUntil"
          label={t('content.validUntil')}
          help={t('content.noEnd')}
          isOptional
        />
      </div>
    </>
  );
}
