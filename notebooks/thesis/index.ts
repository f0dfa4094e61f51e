export {
  type CircleDataOptions,
  circleData,
  dataNoises,
  evenCircle,
  signalLength,
  signals,
} from './circle-data';
