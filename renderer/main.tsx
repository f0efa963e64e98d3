import './app/no-eval.ts';
import '@cloudscape-design/global-styles/index.css';
import './theme/theme.css';
import './theme/frame.css';
import './theme/parts.css';
import './theme/table.css';
import './theme/plan.css';
import './theme/home.css';
import './theme/wizard.css';
import './theme/things.css';
import { connectElectron, electronBridge } from '../preload/electron-window.ts';
import { connectLoopback } from '../preload/loopback.ts';
import { start } from './app/start.tsx';

const place = document.getElementById('app');
if (place === null) throw new Error('The page has no place for the window');
const bridge = electronBridge(window);
const { millwright, ...host } = bridge === null ? connectLoopback() : connectElectron(bridge);
start(place, millwright, host);
