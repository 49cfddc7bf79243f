import { Button, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { DayField, LongTextField, TextField } from '../parts/fields';

/** Days that are to be worked, or off. */
export function CalendarChangeFields() {
  const { t } = useTranslation();
  const choices = [
    { value: false, label: t('calendar.off') },
    { value: true, label: t('calendar.working') },
  ];
  return (
    <>
      <Form.List name="days">
        {(days, { add, remove }) => (
          <section aria-label={t('calendar.days')}>
            {days.map(({ key, name: at }) => (
              <div
                key={key}
                className="form-line"
                role="group"
                aria-label={t('calendar.dayNumber', { number: at + 1 })}
              >
                <span className="form-line-number">{at + 1}</span>
                <div className="form-grid">
                  <DayField name={[at, 'day']} label={t('content.day')} />
                  <Form.Item name={[at, 'working']} label={t('content.working')}>
                    <Select options={choices} />
                  </Form.Item>
                  <TextField name={[at, 'note']} label={t('content.note')} isOptional />
                </div>
                {days.length > 1 && (
                  <Button
                    aria-label={t('calendar.removeDay', { number: at + 1 })}
                    onClick={() => {
                      remove(at);
                    }}
                  >
                    ✕
                  </Button>
                )}
              </div>
            ))}
            <Button
              type="dashed"
              onClick={() => {
                add({ working: false });
              }}
            >
              {t('calendar.addDay')}
            </Button>
          </section>
        )}
      </Form.List>
      <LongTextField name="reason" label={t('content.reason')} longest={500} />
    </>
  );
}
