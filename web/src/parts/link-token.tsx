import { Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';

/** The token of the link that led here; undefined where the link is not whole. */
export function linkToken(): string | undefined {
  const token = window.location.hash.slice(1);
  return /^[\w-]{43}$/.test(token) ? token : undefined;
}

/** Stands where a link has lost its token. */
export function BrokenLink() {
  const { t } = useTranslation();
  return (
    <Result
      status="warning"
      title={t('link.missing')}
      subTitle={t('link.missingHelp')}
      extra={<Link to="/sign-in">{t('link.toSignIn')}</Link>}
    />
  );
}
