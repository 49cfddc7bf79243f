import { createRoot } from 'react-dom/client';
import { Console } from './console';
import './i18n';
import './styles.css';

const root = document.getElementById('console');
if (root === null) throw new Error('the page has no place for the console');
createRoot(root).render(<Console />);
