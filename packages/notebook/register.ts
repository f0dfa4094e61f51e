// Importing this file makes trainings and downloads show their progress and obey the kernel's interrupt,
// notices appear below the cell, and data frames show as tables.
import { dataDefaults } from '@latent-torus/datasets';
import '@latent-torus/node';
import { runtime } from 'latent-torus';
import { downloadProgress } from './download-progress';
import './frame';
import { notice } from './notice';
import { trainingProgress } from './progress';

const signal = () => (globalThis as { cellSignal?: AbortSignal }).cellSignal;

Object.assign(runtime, { progress: trainingProgress(), signal, notice });
Object.assign(dataDefaults, { progress: downloadProgress(), signal, notice });
