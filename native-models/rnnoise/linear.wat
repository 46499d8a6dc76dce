;; RNNoise's compute_linear (src/nnet_arch.h of RNNoise 0.2) with WebAssembly's 128-bit instructions. It takes the place
;; of the module's own function of this name, which stays as $linear_scalar for the shapes that are not handled here.
;;
;; Products of 8-bit weights and 8-bit inputs are added as whole numbers, and sums of floats in the order of the
;; original: what comes out is the same, bit for bit.
;;
;; LinearLayer: bias 0, subias 4, weights 8, float_weights 12, weights_idx 16, diag 20, scale 24, inputs 28, outputs 32.
(func $rnn_compute_linear_c (type 2) (param $layer i32) (param $out i32) (param $in i32)
  (local $inputs i32) (local $outputs i32) (local $weights i32) (local $index i32) (local $scale i32)
  (local $bias i32) (local $diag i32) (local $whole i32) (local $row i32) (local $column i32) (local $left i32)
  (local $to i32) (local $end i32) (local $stride i32)
  (local $x v128) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
  (local.set $inputs (i32.load offset=28 (local.get $layer)))
  (local.set $outputs (i32.load offset=32 (local.get $layer)))
  (local.set $index (i32.load offset=16 (local.get $layer)))
  (local.set $bias (i32.load (local.get $layer)))
  (local.set $diag (i32.load offset=20 (local.get $layer)))
  (local.set $stride (i32.shl (local.get $outputs) (i32.const 2)))
  (block $done
    (block $scalar
      (br_if $scalar (i32.or (i32.lt_s (local.get $outputs) (i32.const 8)) (i32.lt_s (local.get $inputs) (i32.const 1))))
      (br_if $scalar (i32.and (i32.ne (local.get $diag) (i32.const 0)) (i32.ne (i32.and (local.get $inputs) (i32.const 3)) (i32.const 0))))
      (if (local.tee $weights (i32.load offset=12 (local.get $layer)))
        (then
          ;; Float weights, column after column.
          (br_if $scalar (local.get $index))
          (br_if $scalar (i32.and (local.get $outputs) (i32.const 15)))
          (local.set $row (i32.const 0))
          (loop $rows
            (local.set $a (v128.const i32x4 0 0 0 0))
            (local.set $b (v128.const i32x4 0 0 0 0))
            (local.set $c (v128.const i32x4 0 0 0 0))
            (local.set $d (v128.const i32x4 0 0 0 0))
            (local.set $to (i32.add (local.get $weights) (local.get $row)))
            (local.set $column (local.get $in))
            (local.set $end (i32.add (local.get $in) (i32.shl (local.get $inputs) (i32.const 2))))
            (loop $columns
              (local.set $x (v128.load32_splat (local.get $column)))
              (local.set $a (f32x4.add (f32x4.mul (v128.load (local.get $to)) (local.get $x)) (local.get $a)))
              (local.set $b (f32x4.add (f32x4.mul (v128.load offset=16 (local.get $to)) (local.get $x)) (local.get $b)))
              (local.set $c (f32x4.add (f32x4.mul (v128.load offset=32 (local.get $to)) (local.get $x)) (local.get $c)))
              (local.set $d (f32x4.add (f32x4.mul (v128.load offset=48 (local.get $to)) (local.get $x)) (local.get $d)))
              (local.set $to (i32.add (local.get $to) (local.get $stride)))
              (br_if $columns (i32.ne (local.tee $column (i32.add (local.get $column) (i32.const 4))) (local.get $end))))
            (local.set $to (i32.add (local.get $out) (local.get $row)))
            (v128.store (local.get $to) (local.get $a))
            (v128.store offset=16 (local.get $to) (local.get $b))
            (v128.store offset=32 (local.get $to) (local.get $c))
            (v128.store offset=48 (local.get $to) (local.get $d))
            (br_if $rows (i32.ne (local.tee $row (i32.add (local.get $row) (i32.const 64))) (local.get $stride)))))
        (else
          ;; 8-bit weights in blocks of eight rows by four columns; of some layers only the blocks that are not all zero.
          (br_if $scalar (i32.eqz (local.tee $weights (i32.load offset=8 (local.get $layer)))))
          (br_if $scalar (i32.and (local.get $outputs) (i32.const 7)))
          (br_if $scalar (i32.and (local.get $inputs) (i32.const 3)))
          (br_if $scalar (i32.gt_u (local.get $inputs) (i32.const 2048)))
          (local.set $scale (i32.load offset=24 (local.get $layer)))
          (global.set $__stack_pointer (local.tee $whole (i32.sub (global.get $__stack_pointer) (i32.const 4096))))
          ;; floor(0.5 + 127 x) of each input, of which the lowest eight bits count, as 16-bit numbers.
          (local.set $column (i32.const 0))
          (loop $quantise
            (local.set $x (f32x4.mul (v128.load (i32.add (local.get $in) (i32.shl (local.get $column) (i32.const 2)))) (v128.const f32x4 127 127 127 127)))
            (local.set $a (i32x4.trunc_sat_f64x2_s_zero (f64x2.floor (f64x2.add (f64x2.promote_low_f32x4 (local.get $x)) (v128.const f64x2 0.5 0.5)))))
            (local.set $b (i32x4.trunc_sat_f64x2_s_zero (f64x2.floor (f64x2.add (f64x2.promote_low_f32x4
              (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $x) (local.get $x))) (v128.const f64x2 0.5 0.5)))))
            (local.set $a (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $a) (local.get $b)))
            (local.set $a (i32x4.shr_s (i32x4.shl (local.get $a) (i32.const 24)) (i32.const 24)))
            (v128.store64_lane 0 (i32.add (local.get $whole) (i32.shl (local.get $column) (i32.const 1))) (i16x8.narrow_i32x4_s (local.get $a) (local.get $a)))
            (br_if $quantise (i32.lt_u (local.tee $column (i32.add (local.get $column) (i32.const 4))) (local.get $inputs))))
          (local.set $row (i32.const 0))
          (loop $rows
            (local.set $a (v128.const i32x4 0 0 0 0))
            (local.set $b (v128.const i32x4 0 0 0 0))
            (local.set $c (v128.const i32x4 0 0 0 0))
            (local.set $d (v128.const i32x4 0 0 0 0))
            (if (local.get $index)
              (then
                (local.set $left (i32.load (local.get $index)))
                (local.set $index (i32.add (local.get $index) (i32.const 4)))
                (local.set $end (i32.add (local.get $index) (i32.shl (local.get $left) (i32.const 2))))
                (if (i32.gt_s (local.get $left) (i32.const 0))
                  (then
                    (loop $blocks
                      (local.set $x (v128.load64_splat (i32.add (local.get $whole) (i32.shl (i32.load (local.get $index)) (i32.const 1)))))
                      (local.set $a (i32x4.add (local.get $a) (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $weights)) (local.get $x))))
                      (local.set $b (i32x4.add (local.get $b) (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $weights)) (local.get $x))))
                      (local.set $c (i32x4.add (local.get $c) (i32x4.dot_i16x8_s (v128.load8x8_s offset=16 (local.get $weights)) (local.get $x))))
                      (local.set $d (i32x4.add (local.get $d) (i32x4.dot_i16x8_s (v128.load8x8_s offset=24 (local.get $weights)) (local.get $x))))
                      (local.set $weights (i32.add (local.get $weights) (i32.const 32)))
                      (br_if $blocks (i32.ne (local.tee $index (i32.add (local.get $index) (i32.const 4))) (local.get $end)))))))
              (else
                (local.set $column (local.get $whole))
                (local.set $end (i32.add (local.get $whole) (i32.shl (local.get $inputs) (i32.const 1))))
                (loop $blocks
                  (local.set $x (v128.load64_splat (local.get $column)))
                  (local.set $a (i32x4.add (local.get $a) (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $weights)) (local.get $x))))
                  (local.set $b (i32x4.add (local.get $b) (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $weights)) (local.get $x))))
                  (local.set $c (i32x4.add (local.get $c) (i32x4.dot_i16x8_s (v128.load8x8_s offset=16 (local.get $weights)) (local.get $x))))
                  (local.set $d (i32x4.add (local.get $d) (i32x4.dot_i16x8_s (v128.load8x8_s offset=24 (local.get $weights)) (local.get $x))))
                  (local.set $weights (i32.add (local.get $weights) (i32.const 32)))
                  (br_if $blocks (i32.ne (local.tee $column (i32.add (local.get $column) (i32.const 8))) (local.get $end))))))
            (local.set $to (i32.add (local.get $out) (local.get $row)))
            (local.set $left (i32.add (local.get $scale) (local.get $row)))
            ;; A row's sum lies in two neighbours.
            (v128.store (local.get $to) (f32x4.mul (v128.load (local.get $left)) (f32x4.convert_i32x4_s (i32x4.add
              (i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27 (local.get $a) (local.get $b))
              (i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31 (local.get $a) (local.get $b))))))
            (v128.store offset=16 (local.get $to) (f32x4.mul (v128.load offset=16 (local.get $left)) (f32x4.convert_i32x4_s (i32x4.add
              (i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27 (local.get $c) (local.get $d))
              (i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31 (local.get $c) (local.get $d))))))
            (br_if $rows (i32.ne (local.tee $row (i32.add (local.get $row) (i32.const 32))) (local.get $stride))))
          (global.set $__stack_pointer (i32.add (local.get $whole) (i32.const 4096)))))
      (br $done))
    (call $linear_scalar (local.get $layer) (local.get $out) (local.get $in))
    (return))
  (if (local.get $bias)
    (then
      (local.set $row (i32.const 0))
      (loop $rows
        (local.set $to (i32.add (local.get $out) (local.get $row)))
        (v128.store (local.get $to) (f32x4.add (v128.load (i32.add (local.get $bias) (local.get $row))) (v128.load (local.get $to))))
        (br_if $rows (i32.ne (local.tee $row (i32.add (local.get $row) (i32.const 16))) (local.get $stride))))))
  (if (local.get $diag)
    (then
      ;; The outputs are three times the inputs here.
      (local.set $row (i32.const 0))
      (local.set $column (local.get $in))
      (local.set $end (i32.add (local.get $in) (i32.shl (local.get $inputs) (i32.const 2))))
      (loop $rows
        (local.set $to (i32.add (local.get $out) (local.get $row)))
        (v128.store (local.get $to) (f32x4.add (f32x4.mul (v128.load (i32.add (local.get $diag) (local.get $row))) (v128.load (local.get $column))) (v128.load (local.get $to))))
        (if (i32.eq (local.tee $column (i32.add (local.get $column) (i32.const 16))) (local.get $end))
          (then (local.set $column (local.get $in))))
        (br_if $rows (i32.ne (local.tee $row (i32.add (local.get $row) (i32.const 16))) (i32.mul (local.get $inputs) (i32.const 12))))))))
