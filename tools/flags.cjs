// Environment of every process that runs TensorFlow: start, test, figures and the kernel take it from here.

/**
 * XLA's faster matrix products and sums on the CPU, and its max and min with NaN as everywhere else (TensorFlow
 * 2.21; a flag that XLA does not know ends the process).
 */
exports.xlaFlags =
  '--xla_cpu_experimental_ynn_fusion_type=LIBRARY_FUSION_TYPE_DOT,LIBRARY_FUSION_TYPE_REDUCE ' +
  '--xla_cpu_enable_fast_min_max=false';

/**
 * What has to be set before TensorFlow is loaded; what the user has set stays.
 * @param {Record<string, string | undefined>} env
 * @returns {Record<string, string>}
 */
exports.tensorflowEnvironment = (env) => ({
  TF_CPP_MIN_LOG_LEVEL: env.TF_CPP_MIN_LOG_LEVEL || '3', // silences most of TensorFlow's banner
  XLA_FLAGS: env.XLA_FLAGS === undefined ? exports.xlaFlags : env.XLA_FLAGS,
});
