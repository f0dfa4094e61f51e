// In the body of a TensorFlow function an input is written `node:argument:index`, so the names of the outputs are needed.
// Taken from TensorFlow 2.21's own list of operations (TF_GetAllOpList), for those that TensorFlow.js emits and we use.
// `output*num` is a list whose length is the attribute `num`.
const table: Record<string, string> = {
  output: `
    All Any ArgMax ArgMin AvgPool AvgPoolGrad BatchMatMulV2 BatchToSpaceND BiasAdd BiasAddGrad Bitcast
    BroadcastTo Cholesky ClipByValue ConcatV2 Const Conv2D Conv2DBackpropFilter Conv2DBackpropInput
    DepthwiseConv2dNative DepthwiseConv2dNativeBackpropFilter DepthwiseConv2dNativeBackpropInput Diag
    Einsum ExpandDims Fill GatherNd GatherV2 Identity LinSpace MatrixDeterminant MatrixInverse
    MatrixTriangularSolve Max MaxPool MaxPoolGrad Mean Min MirrorPad OneHot Pack PadV2 Placeholder
    PreventGradient Prod Range Reshape ResizeBilinearGrad ResizeNearestNeighborGrad ReverseV2 ScatterNd
    Select SelectV2 Slice SpaceToBatchND StatelessRandomBinomial StatelessRandomGammaV2
    StatelessRandomNormal StatelessRandomUniform StatelessTruncatedNormal StopGradient StridedSlice Sum
    TensorScatterUpdate Tile UnsortedSegmentSum`,
  y: `
    Abs Acos Acosh Asin Asinh Atan Atanh BesselI0e BesselI1e Cast Ceil Cos Cosh Digamma Erf Erfinv Exp
    Expm1 Floor InvertPermutation IsFinite IsInf IsNan Lgamma Log Log1p LogicalNot Neg OnesLike
    Reciprocal Round Rsqrt Sigmoid Sign Sin Sinh Sqrt Square Tan Tanh Transpose ZerosLike`,
  z: `
    Add AddV2 Atan2 BitwiseAnd BitwiseXor Div DivNoNan Equal FloorDiv FloorMod Greater GreaterEqual
    LeftShift Less LessEqual LogicalAnd LogicalOr Maximum Minimum Mul NotEqual Pow RealDiv RightShift
    SigmoidGrad SquaredDifference Sub TanhGrad Xlogy`,
  activations: 'Elu LeakyRelu Relu Relu6 Selu Softplus',
  backprops: 'EluGrad ReluGrad SoftplusGrad',
  out: 'Cumprod Cumsum',
  product: 'MatMul _FusedMatMul',
  resized_images: 'ResizeBilinear ResizeNearestNeighbor',
  sum: 'AddN',
  r0: 'BroadcastArgs',
  'y batch_mean batch_variance reserve_space_1 reserve_space_2 reserve_space_3': 'FusedBatchNormV3',
  logsoftmax: 'LogSoftmax',
  value: 'ReadVariableOp',
  'e v': 'SelfAdjointEigV2',
  softmax: 'Softmax',
  'output*num_split': 'SplitV',
  'output*Tout': 'StatefulPartitionedCall',
  'values indices': 'TopKV2',
  'output*num': 'Unpack',
  resource: 'VarHandleOp',
  'output*T': 'While',
};

/** One output argument of an operation; `count` is the attribute that holds how many tensors it is. */
export interface OutputArgument {
  name: string;
  count?: string;
}

const outputs = new Map<string, OutputArgument[]>(
  Object.entries(table).flatMap(([text, ops]) => {
    const outputArguments = text.split(' ').map((argument) => {
      const [name, count] = argument.split('*');
      return { name, count };
    });
    return ops
      .trim()
      .split(/\s+/)
      .map((op): [string, OutputArgument[]] => [op, outputArguments]);
  }),
);

/** The output arguments of an operation, or undefined where it is not in the table. */
export const outputArguments = (op: string): OutputArgument[] | undefined => outputs.get(op);
